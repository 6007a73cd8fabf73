package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.statement.Pass;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decides what a ticket opens. */
final class Tickets {
  private static final int REMEMBERED = 4_096;

  /** A ticket that opens a container, and its text for the agent. */
  record Admission(Ticket ticket, String text, Route route) {}

  private record Signed(StatementVerifier verifier, Ticket ticket) {}

  private final Cluster cluster;
  private final Clock clock;
  private final Map<String, Signed> verified =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Signed> eldest) {
          return size() > REMEMBERED;
        }
      };

  Tickets(Cluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * @throws JoyException NOT_SIGNED_IN, TICKET_STALE, NOT_FOUND, SESSION_STARTING, SESSION_SAVING
   *     or MASTER_AWAY, in words for the client
   */
  Admission admit(String text, SessionId session) {
    Known known = cluster.known();
    if (known == null) {
      throw masterAway();
    }
    Ticket ticket = read(known, text);
    return new Admission(ticket, text, check(known, ticket, session));
  }

  /**
   * Where a signed ticket leads now.
   *
   * @throws JoyException as {@link #admit}
   */
  Route check(Known known, Pass ticket, SessionId session) {
    Route route = known.route(session);
    if (!ticket.session().equals(session) || route == null) {
      throw unknownSession();
    }
    if (known.revokes(ticket)) {
      throw new JoyException(
          ErrorCode.NOT_SIGNED_IN, "what this ticket stood on was revoked; sign in again");
    }
    Instant end = ticket.expires();
    if (cluster.masterAway()) {
      end = end.plusSeconds(Limits.TICKET_GRACE_SECONDS);
    }
    if (!clock.instant().isBefore(end)) {
      throw new JoyException(ErrorCode.TICKET_STALE, "the ticket has expired; ask for a new one");
    }
    if (route.state() == RouteState.SAVING) {
      throw new JoyException(
          ErrorCode.SESSION_SAVING, "the session is being saved; open it again in a moment");
    }
    if (route.state() == RouteState.STARTING
        || route.address() == null
        || route.claim() == null
        || ticket.claim().isNewerThan(route.claim())) {
      throw starting();
    }
    if (!ticket.claim().equals(route.claim()) || !ticket.container().equals(route.container())) {
      throw new JoyException(
          ErrorCode.TICKET_STALE,
          "the session has moved to another container; ask for a new ticket");
    }
    return route;
  }

  /** A ticket that the master itself has just given: its signature stands. */
  void expect(String text) {
    Known known = cluster.known();
    if (known != null) {
      Ticket ticket = StatementVerifier.fromSigner(text, Ticket.class);
      synchronized (verified) {
        verified.put(text, new Signed(known.verifier(), ticket));
      }
    }
  }

  /** Signatures cost 0.2 ms to check; a ticket comes back with every request of a page. */
  private Ticket read(Known known, String text) {
    synchronized (verified) {
      Signed signed = verified.get(text);
      if (signed != null && signed.verifier == known.verifier()) {
        return signed.ticket;
      }
    }
    Ticket ticket;
    try {
      ticket = known.verifier().verify(text, Ticket.class);
    } catch (JoyException e) {
      throw new JoyException(
          ErrorCode.NOT_SIGNED_IN, "the ticket isn't one of ours; sign in again", e);
    }
    synchronized (verified) {
      verified.put(text, new Signed(known.verifier(), ticket));
    }
    return ticket;
  }

  static JoyException starting() {
    return new JoyException(
        ErrorCode.SESSION_STARTING, "the session is starting; try again in a moment");
  }

  static JoyException unknownSession() {
    return new JoyException(
        ErrorCode.NOT_FOUND, "there is no such session; the dashboard lists yours");
  }

  static JoyException masterAway() {
    return new JoyException(
        ErrorCode.MASTER_AWAY, "the server is restarting; try again in a moment");
  }
}
