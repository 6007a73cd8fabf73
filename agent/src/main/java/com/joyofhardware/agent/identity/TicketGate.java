package com.joyofhardware.agent.identity;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.statement.Command;
import com.joyofhardware.protocol.statement.Pass;
import com.joyofhardware.protocol.statement.PreviewTicket;
import com.joyofhardware.protocol.statement.Statement;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in when its ticket was signed by the cluster for this container under its present
 * claim. The signature of a ticket is checked once; whom and until when it is for, each time.
 */
public final class TicketGate {
  private static final int CACHED = 64;

  private final Identity identity;
  private final StatementVerifier verifier;
  private final InstantSource clock;
  private final Map<String, Pass> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pass> eldest) {
          return size() > CACHED;
        }
      };

  public TicketGate(Identity identity, StatementVerifier verifier, InstantSource clock) {
    this.identity = identity;
    this.verifier = verifier;
    this.clock = clock;
  }

  /** The ticket behind a request's header; throws when it doesn't open this path of this agent. */
  public Pass admit(@Nullable String header, String path) {
    identity.requireServing();
    if (header == null) {
      throw new JoyException(
          ErrorCode.NOT_SIGNED_IN, "the request carries no ticket; come through the gateway");
    }
    Pass ticket = signed(header);
    if (ticket instanceof PreviewTicket preview && !path.equals("/ports/" + preview.port())) {
      throw new JoyException(
          ErrorCode.FORBIDDEN, "the ticket of a preview opens port " + preview.port() + " alone");
    }
    if (!ticket.container().equals(identity.container())
        || !identity.claim().map(ticket.claim()::equals).orElse(false)
        || !identity.session().map(ticket.session()::equals).orElse(false)) {
      throw new JoyException(
          ErrorCode.TICKET_STALE, "the ticket is for another container; load the session again");
    }
    Duration grace = Duration.ofSeconds(Limits.TICKET_GRACE_SECONDS);
    if (clock.instant().isAfter(ticket.expires().plus(grace))) {
      throw new JoyException(
          ErrorCode.TICKET_STALE, "the ticket has expired; load the session again");
    }
    return ticket;
  }

  /** A ticket that is about to come; the master says so itself, so its signature stands. */
  public void expect(String text) {
    Ticket ticket = StatementVerifier.fromSigner(text, Ticket.class);
    synchronized (verified) {
      verified.put(text, ticket);
    }
  }

  private Pass signed(String header) {
    synchronized (verified) {
      Pass known = verified.get(header);
      if (known != null) {
        return known;
      }
    }
    Pass ticket =
        switch (verifier.verify(header, Statement.class)) {
          case Ticket tunnel -> tunnel;
          case PreviewTicket preview -> preview;
          case Command _ ->
              throw new JoyException(ErrorCode.FORBIDDEN, "a command is no ticket of a visitor");
        };
    synchronized (verified) {
      verified.put(header, ticket);
    }
    return ticket;
  }
}
