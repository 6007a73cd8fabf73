package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Tickets.Admission;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether one request under {@code /s/} is let through, and on which ticket. */
final class Doorkeeper {
  static final String COOKIE = "joy-ticket";
  private static final int MAX_COOKIES = 4;
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9_-]{1,512})");
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Set<String> ownOrigins;
  private final Cluster cluster;
  private final Tickets tickets;
  private final TokenExchange exchange;

  Doorkeeper(Set<String> ownOrigins, Cluster cluster, Tickets tickets, TokenExchange exchange) {
    this.ownOrigins = Set.copyOf(ownOrigins);
    this.cluster = cluster;
    this.tickets = tickets;
    this.exchange = exchange;
  }

  /** Fails with a {@link JoyException}. */
  CompletableFuture<Admission> admit(HttpRequest request, SessionId session, boolean upgrade) {
    try {
      HttpHeaders headers = request.headers();
      checkUse(headers, upgrade);
      String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
      if (authorization != null) {
        return byToken(authorization, session);
      }
      List<String> cookies = cookies(headers);
      if (cookies.isEmpty()) {
        throw new JoyException(
            ErrorCode.NOT_SIGNED_IN,
            "this needs a ticket or a token; sign in and open the session");
      }
      checkOrigin(headers, upgrade || !READS.contains(request.method()));
      return CompletableFuture.completedFuture(byCookie(cookies, session));
    } catch (JoyException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Nothing under a session is a document, a script or an image of any page. */
  private static void checkUse(HttpHeaders headers, boolean upgrade) {
    String destination = headers.get("Sec-Fetch-Dest");
    boolean allowed =
        destination == null
            || destination.equals("empty")
            || (destination.equals("websocket") && upgrade);
    if (!allowed || headers.contains("Service-Worker")) {
      throw new JoyException(
          ErrorCode.FORBIDDEN, "what a session serves is fetched by the IDE, not opened as a page");
    }
  }

  private void checkOrigin(HttpHeaders headers, boolean required) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    boolean ours = origins.size() == 1 && isOurs(origins.getFirst());
    if (origins.isEmpty() ? required : !ours) {
      throw new JoyException(
          ErrorCode.WRONG_ORIGIN,
          "a ticket's cookie counts for this server's own pages alone; programs use a token");
    }
  }

  private boolean isOurs(String origin) {
    Known known = cluster.known();
    return ownOrigins.contains(origin) || (known != null && known.origins().contains(origin));
  }

  private static List<String> cookies(HttpHeaders headers) {
    List<String> found = new ArrayList<>();
    for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(COOKIE)) {
          found.add(pair.substring(equals + 1).strip());
        }
      }
    }
    return found;
  }

  /** Another page of this host may have planted a cookie beside ours: the first good one counts. */
  private Admission byCookie(List<String> cookies, SessionId session) {
    JoyException first = null;
    for (String cookie : cookies.subList(0, Math.min(MAX_COOKIES, cookies.size()))) {
      try {
        return tickets.admit(cookie, session);
      } catch (JoyException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? Tickets.unknownSession() : first;
  }

  /** The master's word on who has just opened a session with a token: the ticket they need next. */
  void opened(String sessionAndTicket, String authorization) {
    int blank = sessionAndTicket.indexOf(' ');
    var bearer = BEARER.matcher(authorization);
    if (blank > 0 && bearer.matches()) {
      String text = sessionAndTicket.substring(blank + 1);
      tickets.expect(text);
      exchange.learned(bearer.group(1), new SessionId(sessionAndTicket.substring(0, blank)), text);
    }
  }

  private CompletableFuture<Admission> byToken(String authorization, SessionId session) {
    var bearer = BEARER.matcher(authorization);
    if (!bearer.matches()) {
      throw new JoyException(
          ErrorCode.WRONG_CREDENTIALS, "the Authorization header doesn't read Bearer <token>");
    }
    String token = bearer.group(1);
    return exchange
        .ticket(token, session)
        .thenApply(text -> tickets.admit(text, session))
        .exceptionallyCompose(e -> againIfStale(e, token, session));
  }

  /** A ticket of the last seconds may be of a container that the session has left since. */
  private CompletableFuture<Admission> againIfStale(Throwable e, String token, SessionId session) {
    JoyException reason = reason(e);
    if (reason == null
        || (reason.code() != ErrorCode.TICKET_STALE && reason.code() != ErrorCode.NOT_SIGNED_IN)) {
      return CompletableFuture.failedFuture(e);
    }
    exchange.drop(token, session);
    return exchange.ticket(token, session).thenApply(text -> tickets.admit(text, session));
  }

  static @Nullable JoyException reason(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof JoyException reason ? reason : null;
  }
}
