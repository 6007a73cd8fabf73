package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides by host and path where a request goes. */
final class Router {
  private static final String TUNNELS = "/s/";
  private static final int MAX_PORT = 65_535;

  private final Set<String> hosts;
  private final Cluster cluster;
  private final Pattern previews;

  /**
   * @param hosts the values of {@code Host} that are ours before the master adds its origins
   */
  Router(Set<String> hosts, String previewDomain, Cluster cluster) {
    this.hosts = Set.copyOf(hosts);
    this.cluster = cluster;
    this.previews =
        Pattern.compile(
            "([1-9][0-9]{0,4}|webview|extensions)--([a-z0-9]{8,32})\\."
                + Pattern.quote(previewDomain)
                + "(:\\d+)?");
  }

  /**
   * @throws JoyException WRONG_HOST or NOT_FOUND
   */
  Destination route(HttpRequest request) {
    String target = request.uri();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String host = request.headers().get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT);
    Matcher preview = previews.matcher(host);
    if (preview.matches()) {
      return preview(preview.group(1), preview.group(2));
    }
    if (path.equals("/healthz")) {
      return new Destination.Alive();
    }
    if (path.equals("/readyz")) {
      return new Destination.Ready();
    }
    checkHost(host);
    if (!path.startsWith(TUNNELS)) {
      return new Destination.Master();
    }
    int slash = target.indexOf('/', TUNNELS.length());
    if (slash < 0 || slash > path.length()) {
      throw Tickets.unknownSession();
    }
    SessionId session;
    try {
      session = new SessionId(target.substring(TUNNELS.length(), slash));
    } catch (IllegalArgumentException e) {
      throw Tickets.unknownSession();
    }
    return new Destination.Agent(session, target.substring(slash));
  }

  /** All of such a host is somebody's own, also what is ours elsewhere. */
  private static Destination preview(String place, String session) {
    if (ApartOrigin.has(place)) {
      return new Destination.Apart(ApartOrigin.of(place));
    }
    int port = Integer.parseInt(place);
    if (port > MAX_PORT) {
      throw new JoyException(ErrorCode.NOT_FOUND, "ports end at " + MAX_PORT);
    }
    return new Destination.Preview(new SessionId(session), port);
  }

  private void checkHost(String host) {
    Known known = cluster.known();
    boolean ours =
        hosts.contains(host)
            || (known != null
                && known.origins().stream()
                    .anyMatch(origin -> Origins.hostOf(origin).equals(host)));
    if (!ours) {
      throw new JoyException(
          ErrorCode.WRONG_HOST,
          "this server doesn't answer to that host name; --public-url sets the one it has");
    }
  }
}
