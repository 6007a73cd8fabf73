package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent answers to. Rooms add their routes while the agent is put together, before it
 * listens. All of them stand behind the ticket gate, but an upgrade, which authorises itself.
 */
public final class Routes {
  sealed interface Action {
    record Http(HttpHandler handler) implements Action {}

    record Socket(WebSocketFactory factory) implements Action {}

    record Upgrade(String token, UpgradeHandler handler) implements Action {}
  }

  record Match(Action action, String rest, boolean open) {}

  private record Route(
      HttpMethod method, String prefix, boolean segment, boolean open, Action action) {
    @Nullable String rest(String path) {
      if (!path.startsWith(prefix)) {
        return null;
      }
      String rest = path.substring(prefix.length());
      boolean whole = !prefix.endsWith("/") && !rest.isEmpty();
      return whole || (segment && (rest.isEmpty() || rest.indexOf('/') >= 0)) ? null : rest;
    }
  }

  private final List<Route> routes = new ArrayList<>();

  /**
   * Answers a method below a path. A prefix that ends in {@code /} takes everything below it, and
   * the handler finds the remainder in {@code rest}; another is a whole path.
   */
  public void http(HttpMethod method, String prefix, HttpHandler handler) {
    routes.add(new Route(method, prefix, false, false, new Action.Http(handler)));
  }

  /**
   * Serves WebSockets at a path, or at all its children when it ends in one segment in braces:
   * {@code /terminal/{id}}. That segment is the {@code rest}.
   */
  public void webSocket(String pattern, WebSocketFactory factory) {
    int brace = pattern.indexOf('{');
    String prefix = brace < 0 ? pattern : pattern.substring(0, brace);
    routes.add(new Route(HttpMethod.GET, prefix, brace >= 0, false, new Action.Socket(factory)));
  }

  /** Leaves HTTP on {@code POST path} with {@code Upgrade: token}. No ticket is asked for. */
  public void upgrade(String path, String token, UpgradeHandler handler) {
    routes.add(new Route(HttpMethod.POST, path, false, true, new Action.Upgrade(token, handler)));
  }

  /** Like {@link #http}, for everybody. */
  void open(HttpMethod method, String path, HttpHandler handler) {
    routes.add(new Route(method, path, false, true, new Action.Http(handler)));
  }

  Match match(HttpMethod method, String path) {
    boolean known = false;
    for (Route route : routes) {
      String rest = route.rest(path);
      if (rest == null) {
        continue;
      }
      known = true;
      if (route.method().equals(method)) {
        return new Match(route.action(), rest, route.open());
      }
    }
    throw new JoyException(
        known ? ErrorCode.UNKNOWN_METHOD : ErrorCode.NOT_FOUND,
        known
            ? "the agent doesn't know " + method + " at this path"
            : "the agent has nothing at this path");
  }
}
