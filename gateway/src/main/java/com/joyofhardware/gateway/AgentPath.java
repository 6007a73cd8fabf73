package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The part of an agent that a tunnel reaches: its endpoints and their methods, nothing else. A path
 * passes byte for byte or is refused; nothing is normalised.
 */
final class AgentPath {
  private record Endpoint(String path, boolean webSocket, Set<HttpMethod> methods) {
    boolean serves(String wanted) {
      return path.endsWith("/")
          ? wanted.startsWith(path) && (wanted.length() > path.length() || path.equals("/files/"))
          : wanted.equals(path);
    }
  }

  private static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<HttpMethod> UPGRADE = Set.of(HttpMethod.GET);
  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint("/healthz", false, READ),
          new Endpoint(
              "/files/",
              false,
              Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE)),
          new Endpoint("/rpc", true, UPGRADE),
          new Endpoint("/lsp/", true, UPGRADE),
          new Endpoint("/terminal/", true, UPGRADE),
          new Endpoint("/ports/", true, UPGRADE),
          new Endpoint("/exec", true, UPGRADE),
          new Endpoint("/bitstreams", false, READ),
          new Endpoint("/bitstreams/", false, READ));

  private AgentPath() {}

  /**
   * @param target what follows {@code /s/session}, query included
   * @throws JoyException BAD_REQUEST, NOT_FOUND or METHOD_NOT_ALLOWED
   */
  static void check(String target, HttpMethod method, boolean upgrade) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    refuseAmbiguous(path);
    Endpoint endpoint =
        ENDPOINTS.stream()
            .filter(each -> each.serves(path))
            .findFirst()
            .orElseThrow(() ->
                new JoyException(
                    ErrorCode.NOT_FOUND, "a session has no such endpoint; see its API"));
    if (!endpoint.methods.contains(method)) {
      throw new JoyException(
          ErrorCode.METHOD_NOT_ALLOWED, endpoint.path + " doesn't take " + method.name());
    }
    if (endpoint.webSocket != upgrade) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          endpoint.path + (upgrade ? " isn't" : " is") + " reached by a WebSocket");
    }
  }

  private static void refuseAmbiguous(String path) {
    if (path.indexOf('\\') >= 0) {
      throw ambiguous("a backslash");
    }
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      int code = at + 2 < path.length() ? hex(path.charAt(at + 1)) << 4 : -1;
      int low = at + 2 < path.length() ? hex(path.charAt(at + 2)) : -1;
      if (code < 0 || low < 0) {
        throw ambiguous("a percent sign without two hex digits");
      }
      if ((code | low) == '/' || (code | low) == 0) {
        throw ambiguous("an encoded slash or NUL");
      }
    }
    for (String segment : path.split("/", -1)) {
      String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
      if (plain.equals(".") || plain.equals("..")) {
        throw ambiguous("a segment . or ..");
      }
    }
  }

  private static int hex(char c) {
    return c > 0x7f ? -1 : Character.digit(c, 16);
  }

  private static JoyException ambiguous(String what) {
    return new JoyException(
        ErrorCode.BAD_REQUEST, "the path holds " + what + "; send the plain path, encoded once");
  }
}
