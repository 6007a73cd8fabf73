package com.joyofhardware.master.session;

import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Ends a session: saved, then destroyed. */
final class Ending {
  private static final System.Logger LOG = System.getLogger(Ending.class.getName());

  /** Mostly its turn is free, or taken for a moment: then it is seen to be saving at once. */
  private static final Duration WAIT = Duration.ofMillis(200);

  private final Parts parts;
  private final SessionCell cell;
  private final SessionLinks links;
  private final Turn turn;
  private final Openings openings;
  private volatile boolean wanted;

  Ending(Parts parts, SessionCell cell, SessionLinks links, Turn turn, Openings openings) {
    this.parts = parts;
    this.cell = cell;
    this.links = links;
    this.turn = turn;
    this.openings = openings;
  }

  /** Somebody wants it to end; who opens it now waits for the next one. */
  boolean isWanted() {
    return wanted || cell.life() instanceof SessionLife.Saving;
  }

  /** Returns at once. */
  void want() {
    wanted = true;
    try {
      if (turn.tryRun(WAIT, this::begin)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    turn.later(this::begin);
  }

  /** In its turn; also when it failed before. */
  void begin() {
    if (cell.life().holds().isEmpty()) {
      endWithoutContainer();
    } else if (!(cell.life() instanceof SessionLife.Saving)) {
      cell.become(saving(cell.life()));
      turn.attend(this::save);
    }
  }

  private void endWithoutContainer() {
    switch (cell.life()) {
      case SessionLife.Queued queued -> end(queued.cancelled(cell.now()));
      case SessionLife.Recovering recovering -> end(recovering.ended(cell.now()));
      case SessionLife.Starting _,
          SessionLife.Active _,
          SessionLife.Dormant _,
          SessionLife.Saving _,
          SessionLife.Destroyed _,
          SessionLife.Failed _ -> {}
    }
  }

  private static SessionLife.Saving saving(SessionLife life) {
    return switch (life) {
      case SessionLife.Starting starting -> starting.ended();
      case SessionLife.Active active -> active.ended();
      case SessionLife.Dormant dormant -> dormant.ended();
      case SessionLife.Saving saving -> saving;
      case SessionLife.Queued _,
          SessionLife.Recovering _,
          SessionLife.Destroyed _,
          SessionLife.Failed _ ->
          throw new IllegalStateException("there is nothing to save");
    };
  }

  /** In its turn. */
  void save() {
    if (!(cell.life() instanceof SessionLife.Saving saving)) {
      return;
    }
    LastSave.Result result = parts.lastSave().save(subject(saving.hold()));
    switch (result) {
      case LastSave.Result.Safe _ -> end(saving.saved(cell.now(), Optional.empty()));
      case LastSave.Result.Unsafe(String why) -> {
        if (!turn.isStopping()) {
          giveUp(saving, why);
        }
      }
    }
  }

  private void giveUp(SessionLife.Saving saving, String why) {
    try {
      Optional<String> where =
          links
              .rescue(cell.row(), saving.hold(), links.stored())
              .map(it -> "; its files are at " + it);
      String kept = where.orElse("; what was saved before that is kept");
      end(
          saving.saved(
              cell.now(), Optional.of("the last changes could not be saved: " + why + kept)));
    } catch (IOException e) {
      // Not ended: the next tick begins to save it anew.
      LOG.log(System.Logger.Level.ERROR, "rescue_failed session=" + cell.id(), e);
    }
  }

  private LastSave.Subject subject(Hold hold) {
    return new LastSave.Subject() {
      @Override
      public ContainerId container() {
        return hold.container();
      }

      @Override
      public Optional<AgentLink> link() throws IOException {
        return links.forLastSave(hold, openings.of(cell.row()).workspace());
      }

      @Override
      public boolean isHopeless() {
        return turn.isStopping() || links.isLost(hold);
      }
    };
  }

  /**
   * For a shutdown: saves and destroys within that time.
   *
   * @return why it isn't saved; empty when it is, or there is nothing to save
   */
  Optional<String> within(Duration time) throws InterruptedException {
    turn.stop();
    Instant deadline = cell.now().plus(time);
    AtomicReference<Optional<String>> outcome =
        new AtomicReference<>(Optional.of("it was busy: " + cell.life().told()));
    boolean had = turn.tryRun(time, () -> outcome.set(saveUntil(deadline)));
    return had ? outcome.get() : Optional.of("it was busy: " + cell.life().told());
  }

  private Optional<String> saveUntil(Instant deadline) {
    if (cell.life().holds().isEmpty()) {
      endWithoutContainer();
      return Optional.empty();
    }
    SessionLife.Saving saving = saving(cell.life());
    if (!(cell.life() instanceof SessionLife.Saving)) {
      cell.become(saving);
    }
    Duration left = Duration.between(cell.now(), deadline);
    return switch (parts.lastSave().saveWithin(subject(saving.hold()), left)) {
      case LastSave.Result.Safe _ -> {
        end(saving.saved(cell.now(), Optional.empty()));
        yield Optional.empty();
      }
      case LastSave.Result.Unsafe(String why) -> Optional.of(why);
    };
  }

  private void end(SessionLife last) {
    links.detach();
    cell.become(last);
    parts.hasten().run();
  }
}
