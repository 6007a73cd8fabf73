package com.joyofhardware.gateway;

import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.front.FrontMessage.State;
import com.joyofhardware.protocol.statement.Pass;
import com.joyofhardware.protocol.statement.PreviewTicket;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the master has told so far; never changes, each message makes a new one. */
record Known(
    StatementVerifier verifier,
    InetSocketAddress master,
    Set<String> origins,
    Map<SessionId, Route> routes,
    List<Revoked> revoked,
    Map<Place, Share> shares) {

  /** A port of a session. */
  record Place(SessionId session, int port) {}

  static Known of(State state) {
    Map<SessionId, Route> routes = new HashMap<>();
    state.routes().forEach(route -> routes.put(route.session(), route));
    return new Known(
        StatementVerifier.of(state.publicKey()),
        address(state.masterAddress()),
        Set.copyOf(state.origins()),
        Map.copyOf(routes),
        state.revoked(),
        byPlace(state.shares()));
  }

  private static Map<Place, Share> byPlace(List<Share> shares) {
    Map<Place, Share> byPlace = new HashMap<>();
    shares.forEach(share -> byPlace.put(new Place(share.session(), share.port()), share));
    return Map.copyOf(byPlace);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not host:port: '" + text + "'");
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /**
   * A route with an older claim than the known one is a message that was overtaken by a whole
   * state; it changes nothing.
   */
  Known with(Route route) {
    Route old = routes.get(route.session());
    if (old != null
        && old.claim() != null
        && route.claim() != null
        && old.claim().isNewerThan(route.claim())) {
      return this;
    }
    Map<SessionId, Route> changed = new HashMap<>(routes);
    changed.put(route.session(), route);
    return new Known(verifier, master, origins, Map.copyOf(changed), revoked, shares);
  }

  Known without(SessionId session) {
    Map<SessionId, Route> changed = new HashMap<>(routes);
    changed.remove(session);
    return new Known(verifier, master, origins, Map.copyOf(changed), revoked, shares);
  }

  /** Forgets revocations of tickets that have expired by any clock, the grace included. */
  Known with(Revoked revocation, Instant now) {
    List<Revoked> changed = new ArrayList<>();
    for (Revoked old : revoked) {
      if (old.before() + 2 * Limits.TICKET_GRACE_SECONDS > now.getEpochSecond()) {
        changed.add(old);
      }
    }
    changed.add(revocation);
    return new Known(verifier, master, origins, routes, List.copyOf(changed), shares);
  }

  Known with(List<Share> shared) {
    return new Known(verifier, master, origins, routes, revoked, byPlace(shared));
  }

  boolean revokes(Pass ticket) {
    return !isStillShared(ticket)
        || revoked.stream().anyMatch(revocation -> covers(revocation, ticket));
  }

  private static boolean covers(Revoked revocation, Pass ticket) {
    if (ticket.expires().getEpochSecond() > revocation.before()) {
      return false;
    }
    String value =
        switch (revocation.kind()) {
          case GRANT -> ticket.grant();
          case PERSON -> ticket.person().value();
          case SESSION -> ticket.session().value();
        };
    return revocation.value().equals(value);
  }

  @Nullable Share share(SessionId session, int port) {
    return shares.get(new Place(session, port));
  }

  /** One that stands on a sharing opens nothing once that is over; others are not concerned. */
  private boolean isStillShared(Pass ticket) {
    if (!(ticket instanceof PreviewTicket preview)
        || !preview.grant().startsWith(PreviewTicket.SHARED)) {
      return true;
    }
    Share share = share(preview.session(), preview.port());
    return share != null && share.grant().equals(preview.grant());
  }

  @Nullable Route route(SessionId session) {
    return routes.get(session);
  }

  /** Whether what the ticket opened may stay open. Expiry doesn't end what is open. */
  boolean keeps(Pass ticket) {
    Route route = routes.get(ticket.session());
    return route != null
        && ticket.container().equals(route.container())
        && ticket.claim().equals(route.claim())
        && !revokes(ticket);
  }
}
