package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.statement.PreviewTicket;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Decides who sees a preview: who has its cookie, or everybody while it is shared. */
final class PreviewDoor {
  private static final int MAX_COOKIES = 4;
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Duration IDLE = Duration.ofSeconds(Limits.PREVIEW_IDLE_SECONDS);

  /** A ticket with less left than this is renewed by whoever comes with it. */
  private static final Duration SHORT = Duration.ofSeconds(Limits.TICKET_SECONDS / 2);

  /**
   * A visitor is let in.
   *
   * @param renewed the ticket that takes the old one's place in the visitor's cookie
   */
  record Admission(PreviewTicket ticket, String text, Route route, @Nullable String renewed) {}

  private record Held(PreviewTicket ticket, String text) {}

  private final Cluster cluster;
  private final Tickets tickets;
  private final PreviewAsks asks;
  private final Clock clock;
  private final String cookie;
  private final boolean secure;

  PreviewDoor(Cluster cluster, Tickets tickets, PreviewAsks asks, Clock clock, boolean secure) {
    this.cluster = cluster;
    this.tickets = tickets;
    this.asks = asks;
    this.clock = clock;
    this.secure = secure;
    // __Host- keeps other hosts of the domain from planting one; browsers want TLS for it
    this.cookie = secure ? "__Host-joy-preview" : "joy-preview";
  }

  /** The cookie's value comes from a code; fails with a {@link JoyException}. */
  CompletableFuture<String> redeem(Destination.Preview place, String code) {
    return asks.redeem(place.session(), place.port(), code);
  }

  /** For this host alone: no Domain, and no script reads it. */
  String setCookie(String ticket) {
    return cookie
        + "="
        + ticket
        + "; Path=/; Max-Age="
        + Limits.PREVIEW_IDLE_SECONDS
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  /** Fails with a {@link JoyException}; NOT_SIGNED_IN for who has no cookie that opens it. */
  CompletableFuture<Admission> admit(
      HttpRequest request, Destination.Preview place, boolean upgrade) {
    Known known = cluster.known();
    if (known == null) {
      return CompletableFuture.failedFuture(Tickets.masterAway());
    }
    Optional<Held> held =
        counts(request, upgrade) ? held(known, request.headers(), place) : Optional.empty();
    try {
      if (held.isPresent()) {
        return byTicket(known, held.get(), place);
      }
      return known.share(place.session(), place.port()) == null
          ? CompletableFuture.failedFuture(notSignedIn())
          : shared(place, true);
    } catch (JoyException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Admission> byTicket(Known known, Held held, Destination.Preview place) {
    Route route;
    try {
      route = tickets.check(known, held.ticket, place.session());
    } catch (JoyException e) {
      if (e.code() != ErrorCode.TICKET_STALE) {
        throw e;
      }
      return renewed(held, place);
    }
    Admission standing = new Admission(held.ticket, held.text, route, null);
    if (clock.instant().isBefore(held.ticket.expires().minus(SHORT))) {
      return CompletableFuture.completedFuture(standing);
    }
    // one that can't be renewed now is good until it ends
    return renewed(held, place).exceptionally(_ -> standing);
  }

  private CompletableFuture<Admission> renewed(Held held, Destination.Preview place) {
    return asks.renew(place.session(), place.port(), held.text)
        .thenApply(text -> admission(text, place, text));
  }

  private CompletableFuture<Admission> shared(Destination.Preview place, boolean again) {
    return asks.shared(place.session(), place.port())
        .thenApply(text -> admission(text, place, null))
        .exceptionallyCompose(e -> {
          JoyException reason = Doorkeeper.reason(e);
          boolean old =
              reason != null
                  && (reason.code() == ErrorCode.TICKET_STALE
                      || reason.code() == ErrorCode.NOT_SIGNED_IN);
          if (!again || !old) {
            return CompletableFuture.failedFuture(e);
          }
          // of a container that the session has left, or of a sharing before this one
          asks.dropShared(place.session(), place.port());
          return shared(place, false);
        });
  }

  private Admission admission(String text, Destination.Preview place, @Nullable String renewed) {
    Known known = cluster.known();
    if (known == null) {
      throw Tickets.masterAway();
    }
    PreviewTicket ticket = known.verifier().verify(text, PreviewTicket.class);
    if (ticket.port() != place.port()) {
      throw notSignedIn();
    }
    return new Admission(ticket, text, tickets.check(known, ticket, place.session()), renewed);
  }

  /**
   * Another page of the domain may have planted a cookie beside ours: the first good one counts.
   */
  private Optional<Held> held(Known known, HttpHeaders headers, Destination.Preview place) {
    List<String> found = new ArrayList<>();
    for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(cookie)) {
          found.add(pair.substring(equals + 1).strip());
        }
      }
    }
    return found.stream()
        .limit(MAX_COOKIES)
        .flatMap(text -> read(known, text).stream())
        .filter(held ->
            held.ticket.session().equals(place.session()) && held.ticket.port() == place.port())
        .filter(held -> !known.revokes(held.ticket))
        .filter(held -> clock.instant().isBefore(held.ticket.expires().plus(IDLE)))
        .findFirst();
  }

  private static Optional<Held> read(Known known, String text) {
    try {
      return Optional.of(new Held(known.verifier().verify(text, PreviewTicket.class), text));
    } catch (JoyException e) {
      return Optional.empty(); // planted, or of a cluster before this one: as good as none
    }
  }

  /**
   * Whether a cookie speaks for its person: in what they navigate to, and in what the preview's own
   * page asks for. SameSite=Lax leaves out that previews under one domain are one site.
   */
  private static boolean counts(HttpRequest request, boolean upgrade) {
    HttpHeaders headers = request.headers();
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    String host = headers.get(HttpHeaderNames.HOST, "");
    boolean own =
        origins.size() == 1
            && (origins.getFirst().equalsIgnoreCase("http://" + host)
                || origins.getFirst().equalsIgnoreCase("https://" + host));
    boolean reads = !upgrade && READS.contains(request.method());
    if (origins.isEmpty() ? !reads : !own) {
      return false;
    }
    String site = headers.get("Sec-Fetch-Site", "none");
    if (own || site.equals("none") || site.equals("same-origin")) {
      return true;
    }
    return "navigate".equals(headers.get("Sec-Fetch-Mode"))
        && "document".equals(headers.get("Sec-Fetch-Dest"));
  }

  private static JoyException notSignedIn() {
    return new JoyException(
        ErrorCode.NOT_SIGNED_IN,
        "this preview is private; open it from the Ports view of the session's IDE");
  }
}
