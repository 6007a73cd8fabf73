package com.joyofhardware.engine.local.egress;

import com.joyofhardware.engine.local.egress.Destination.Reachable;
import com.joyofhardware.engine.local.egress.Destination.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides about a request. A name is resolved once and the connection goes to the address that was
 * judged, so that a second answer of the name's server changes nothing.
 */
final class EgressRules {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  /** A dot segment or separator in disguise, which a server may read otherwise than we do. */
  private static final Pattern EVASIVE =
      Pattern.compile("(?i)\\\\|%2e|%2f|%5c|%00|(^|/)\\.{1,2}(/|$)|//");

  private final EgressPolicy policy;
  private final NameService names;

  /** Turns a host name into addresses. */
  interface NameService {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  EgressRules(EgressPolicy policy, NameService names) {
    this.policy = policy;
    this.names = names;
  }

  /** A request in absolute form. */
  Destination http(URI target) {
    String host = target.getHost();
    if (host == null || !"http".equals(target.getScheme())) {
      return new Refused(400, "the proxy takes http:// URLs and CONNECT, not '" + target + "'");
    }
    int port = PlatformRoute.port(target);
    for (PlatformRoute route : policy.platform()) {
      if (!route.tls() && route.at(host, port)) {
        return permits(route, target.getRawPath())
            ? new Reachable(route.target(), route.origin().getRawAuthority())
            : refused(target.toString());
      }
    }
    return outside(host, port, target.getRawAuthority());
  }

  /** A tunnel. The platform's paths can't be seen in one, so it has to be its TLS port. */
  Destination tunnel(String host, int port) {
    for (PlatformRoute route : policy.platform()) {
      if (route.at(host, port)) {
        return route.tls()
            ? new Reachable(route.target(), route.origin().getRawAuthority())
            : refused(host + ":" + port);
      }
    }
    return outside(host, port, host + ":" + port);
  }

  private static boolean permits(PlatformRoute route, String path) {
    return route.prefixes().stream().anyMatch(path::startsWith) && !EVASIVE.matcher(path).find();
  }

  private Destination outside(String host, int port, String authority) {
    String name = host.toLowerCase(Locale.ROOT);
    if (policy.outside().stream().noneMatch(pattern -> pattern.matches(name, port))) {
      return refused(host + ":" + port);
    }
    try {
      boolean literal = LITERAL.matcher(name).matches();
      for (InetAddress address : names.resolve(name)) {
        // An operator who writes a private address means it; a name proves nothing.
        if (literal ? !PublicAddress.isNear(address) : PublicAddress.isPublic(address)) {
          return new Reachable(new InetSocketAddress(address, port), authority);
        }
      }
      return new Refused(403, host + " has no public address, and others are not reached by name");
    } catch (UnknownHostException e) {
      return new Refused(502, "no address is known for " + host);
    }
  }

  private Refused refused(String what) {
    return new Refused(403, what + " can't be reached from here; " + policy.allowed());
  }
}
