package com.joyofhardware.master.session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes a session off a container that is of no use to it any more. */
final class Loss {
  private static final System.Logger LOG = System.getLogger(Loss.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Parts parts;
  private final SessionCell cell;
  private final SessionLinks links;
  private final Turn turn;

  Loss(Parts parts, SessionCell cell, SessionLinks links, Turn turn) {
    this.parts = parts;
    this.cell = cell;
    this.links = links;
    this.turn = turn;
  }

  /** Leaves the container for another one; or ends, if that was what it was about to do. */
  void letGo(String why) {
    Optional<Hold> held = cell.life().holds();
    if (held.isEmpty() || turn.isStopping()) {
      return;
    }
    Hold hold = held.get();
    parts.busy().add(hold.container());
    Optional<Instant> stored = links.stored();
    links.detach();
    boolean untouched = cell.life() instanceof SessionLife.Starting;
    cell.become(without(cell.life(), why));
    LOG.log(
        System.Logger.Level.WARNING,
        "session_container_lost session={0} container={1} why={2}",
        cell.id(),
        hold.container(),
        why);
    if (untouched) {
      release(hold);
    } else {
      turn.beside(() -> rescue(hold, stored));
    }
  }

  private SessionLife without(SessionLife life, String why) {
    return switch (life) {
      case SessionLife.Starting starting -> again(starting, why);
      case SessionLife.Active active -> active.lost(cell.now(), why);
      case SessionLife.Dormant dormant -> dormant.lost(cell.now(), why);
      case SessionLife.Saving saving ->
          saving.saved(cell.now(), Optional.of(why + "; what was saved before that is kept"));
      case SessionLife.Queued _,
          SessionLife.Recovering _,
          SessionLife.Destroyed _,
          SessionLife.Failed _ ->
          throw new IllegalStateException(cell.id() + " holds nothing");
    };
  }

  private SessionLife again(SessionLife.Starting starting, String why) {
    if (starting.attempts() + 1 >= Timings.ATTEMPTS) {
      return starting.failed(
          cell.now(),
          "it could not be started in " + Timings.ATTEMPTS + " containers; the last: " + why);
    }
    Duration pause = new Backoff<>(FIRST_PAUSE, LONGEST_PAUSE).delay(starting.attempts());
    return starting.lost(cell.now().plus(pause), why);
  }

  /** What is newer than the last snapshot is kept before the container is stopped. */
  private void rescue(Hold hold, Optional<Instant> stored) {
    try {
      links.rescue(cell.row(), hold, stored).ifPresent(where -> turn.alone(() -> tell(where)));
    } catch (IOException e) {
      // It stays busy, and so isn't stopped: what is in it may be the only copy.
      LOG.log(System.Logger.Level.ERROR, "rescue_failed container=" + hold.container(), e);
      return;
    }
    release(hold);
  }

  private void tell(Path where) {
    String notice =
        "The container was lost. What changed in its last seconds may be missing here; its files as"
            + " they were are at "
            + where
            + " on the server: ask an administrator.";
    SessionRow row = cell.row();
    cell.become(row.with(row.life(), Optional.of(notice), row.whole()));
  }

  private void release(Hold hold) {
    parts.busy().remove(hold.container());
    parts.hasten().run();
  }
}
