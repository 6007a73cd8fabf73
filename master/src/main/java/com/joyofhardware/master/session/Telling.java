package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.rest.Rest;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts a session into the words of the API. */
final class Telling {
  private final SessionTable table;
  private final String publicUrl;

  Telling(SessionTable table, String publicUrl) {
    this.table = table;
    this.publicUrl = publicUrl;
  }

  Rest.Session tell(SessionRow session) {
    SessionLife life = session.life();
    Optional<Hold> hold = life.holds();
    OptionalInt position = table.queuePosition(session);
    return new Rest.Session(
        session.id(),
        life.told(),
        session.project(),
        session.ref(),
        hold.map(Hold::size).orElse(null),
        hold.map(Hold::node).orElse(null),
        claim(life).orElse(null),
        publicUrl + "/ide/" + session.id(),
        "/s/" + session.id() + "/",
        position.isPresent() ? position.getAsInt() : null,
        reason(life).orElse(null),
        session.notice().orElse(null),
        session.created());
  }

  private static Optional<Claim> claim(SessionLife life) {
    return life instanceof SessionLife.Recovering recovering
        ? Optional.of(recovering.lost())
        : life.holds().map(Hold::claim);
  }

  private static Optional<String> reason(SessionLife life) {
    return switch (life) {
      case SessionLife.Failed failed -> Optional.of(failed.reason());
      case SessionLife.Destroyed destroyed -> destroyed.reason();
      case SessionLife.Queued _,
          SessionLife.Starting _,
          SessionLife.Recovering _,
          SessionLife.Active _,
          SessionLife.Dormant _,
          SessionLife.Saving _ ->
          Optional.empty();
    };
  }
}
