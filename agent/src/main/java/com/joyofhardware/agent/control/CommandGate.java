package com.joyofhardware.agent.control;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.statement.Command;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Decides which signed commands open a link, and which links may personalise. */
final class CommandGate {
  private static final Duration FRESH = Duration.ofSeconds(Limits.COMMAND_SECONDS);

  private final Identity identity;
  private final StatementVerifier verifier;
  private final InstantSource clock;
  private Instant lastIssued = Instant.MIN;
  private @Nullable Claim tried;

  CommandGate(Identity identity, StatementVerifier verifier, InstantSource clock) {
    this.identity = identity;
    this.verifier = verifier;
    this.clock = clock;
  }

  /** The command of a request's header; throws when it doesn't open this agent. */
  synchronized Command admit(@Nullable String header) {
    if (header == null) {
      throw new JoyException(ErrorCode.NOT_SIGNED_IN, "the request carries no signed command");
    }
    Command command = verifier.verify(header, Command.class);
    if (!command.container().equals(identity.container())) {
      throw new JoyException(ErrorCode.FORBIDDEN, "the command is for another container");
    }
    requireFresh(command.issued(), "the command");
    if (!command.issued().isAfter(lastIssued)) {
      throw new JoyException(ErrorCode.FORBIDDEN, "the command was used before");
    }
    Claim own = identity.claim().orElse(null);
    if (own != null && own.isNewerThan(command.claim())) {
      throw new JoyException(
          ErrorCode.CONFLICT, "claim " + command.claim() + " is older than " + own);
    }
    lastIssued = command.issued();
    return command;
  }

  /** Once a claim: whether it succeeds or not, the next attempt needs a newer one. */
  synchronized void admit(Personalise message, Command command) {
    if (!message.claim().equals(command.claim())) {
      throw new JoyException(
          ErrorCode.FORBIDDEN, "the link is for claim " + command.claim() + " alone");
    }
    requireFresh(command.issued(), "the command");
    requireFresh(message.issued(), "the personalisation");
    Claim newest = identity.claim().orElse(tried);
    if (newest != null && !message.claim().isNewerThan(newest)) {
      throw new JoyException(
          ErrorCode.CONFLICT, "claim " + message.claim() + " is not newer than " + newest);
    }
    tried = message.claim();
  }

  private void requireFresh(Instant issued, String what) {
    if (Duration.between(issued, clock.instant()).abs().compareTo(FRESH) > 0) {
      throw new JoyException(
          ErrorCode.FORBIDDEN,
          what + " is more than " + Limits.COMMAND_SECONDS + " s old, or the clocks differ");
    }
  }
}
