package com.joyofhardware.master.session;

import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A session that lives: what the database says of it, its link, and what happens to it, one thing
 * at a time. What takes long runs on threads of its own; the reconcile loop never waits here.
 */
final class LiveSession {
  private static final System.Logger LOG = System.getLogger(LiveSession.class.getName());

  private static final Duration BEFORE_HISTORY = Duration.ofMillis(500);

  private final Parts parts;
  private final SessionCell cell;
  private final Turn turn;
  private final SessionLinks links;
  private final Openings openings;
  private final Loss loss;
  private final Ending ending;

  /**
   * As the database has it.
   *
   * @param attended whoever makes it will call {@link #begin}; false for one that a master before
   *     this one left
   */
  LiveSession(Parts parts, SessionRow row, boolean attended) {
    this.parts = parts;
    this.cell = new SessionCell(parts, row);
    this.turn = new Turn(row.id(), parts.threads(), attended);
    this.links = new SessionLinks(parts, parts.hasten());
    this.openings = new Openings(parts.neighbours());
    this.loss = new Loss(parts, cell, links, turn);
    this.ending = new Ending(parts, cell, links, turn, openings);
  }

  SessionId id() {
    return cell.id();
  }

  SessionRow row() {
    return cell.row();
  }

  /** Done when the workspace stands, or never will. */
  CompletableFuture<SessionRow> standing() {
    return cell.standing();
  }

  /** Done when the session is over. */
  CompletableFuture<SessionRow> over() {
    return cell.over();
  }

  /** Lays out the workspace in the container that the session has just claimed. */
  void begin(SessionRow claimed, Personalising.@Nullable Opening known) {
    cell.claimed(claimed);
    turn.attend(() -> personalise(known));
  }

  /** Claims a container if one is free; whether it did. */
  boolean claim() {
    AtomicBoolean claimed = new AtomicBoolean();
    turn.tryRun(() -> {
      if (isWaiting(cell.now())) {
        Optional<SessionRow> next = parts.table().claim(row());
        next.ifPresent(it -> begin(it, null));
        claimed.set(next.isPresent());
      }
    });
    return claimed.get();
  }

  boolean isWaiting(Instant now) {
    return !turn.isStopping()
        && switch (cell.life()) {
          case SessionLife.Queued _ -> true;
          case SessionLife.Recovering recovering -> !recovering.notBefore().isAfter(now);
          case SessionLife.Starting _,
              SessionLife.Active _,
              SessionLife.Dormant _,
              SessionLife.Saving _,
              SessionLife.Destroyed _,
              SessionLife.Failed _ ->
              false;
        };
  }

  private void personalise(Personalising.@Nullable Opening known) {
    if (!(cell.life() instanceof SessionLife.Starting starting)) {
      return;
    }
    try {
      Personalising.Opening opening = known == null ? openings.of(row()) : known;
      Attachment attachment = links.attach(starting.hold(), opening.workspace());
      Personalising.Outcome outcome = parts.personalising().personalise(opening, attachment);
      cell.become(
          row()
              .with(
                  starting.ready(), outcome.notice().or(() -> row().notice()), outcome.isWhole()));
      if (!outcome.isWhole()) {
        turn.beside(this::sendHistorySoon);
      }
    } catch (JoyException e) {
      String why = String.valueOf(e.getMessage());
      if (turn.isStopping()
          || (e.code() != ErrorCode.REPOSITORY_BROKEN && e.code() != ErrorCode.NOT_FOUND)) {
        loss.letGo(why);
      } else {
        links.detach();
        cell.become(starting.failed(cell.now(), why)); // no other container would change that
        parts.hasten().run();
      }
    } catch (IOException | RuntimeException e) {
      System.Logger.Level level =
          turn.isStopping() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
      LOG.log(level, "session_start_failed session=" + id(), e);
      loss.letGo(String.valueOf(e.getMessage()));
    }
  }

  /** The person's first files go before it, on a link and in a container that are new. */
  private void sendHistorySoon() {
    try {
      Thread.sleep(BEFORE_HISTORY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return; // the master stops; the next one sends it
    }
    sendHistory();
  }

  private void sendHistory() {
    try {
      if (links.sendHistory(openings.of(row()))) {
        turn.alone(() -> {
          if (!cell.life().isOver()) {
            cell.become(row().with(cell.life(), row().notice(), true));
          }
        });
      }
    } catch (IOException | RuntimeException e) {
      // The next link sends it again; until then the repository is shallow.
      System.Logger.Level level =
          links.link().isEmpty() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
      LOG.log(level, "history_not_sent session=" + id(), e);
    }
  }

  /** Called each tick; never waits. */
  void upkeep() {
    if (!turn.isAttended() && !turn.isStopping()) {
      turn.tryRun(this::upkeepNow);
    }
  }

  private void upkeepNow() {
    if (ending.isWanted()) {
      ending.begin(); // again, should it have failed
    }
    if (turn.isAttended()) {
      return;
    }
    switch (cell.life()) {
      case SessionLife.Starting _ -> loss.letGo("the master stopped while it was being set up");
      case SessionLife.Active active -> live(active.hold());
      case SessionLife.Dormant dormant -> live(dormant.hold());
      case SessionLife.Saving _ -> turn.attend(ending::save);
      case SessionLife.Queued _,
          SessionLife.Recovering _,
          SessionLife.Destroyed _,
          SessionLife.Failed _ -> {}
    }
  }

  private void live(Hold hold) {
    if (links.link().isEmpty()) {
      turn.attend(() -> reopen(hold));
      return;
    }
    if (links.isRenewalDue()) {
      turn.beside(() -> links.renew(openings.of(row())));
    }
    boolean quiet = links.quietFor().compareTo(parts.timings().dormantAfter()) >= 0;
    if (cell.life() instanceof SessionLife.Active active && quiet) {
      cell.become(active.quiet());
    } else if (cell.life() instanceof SessionLife.Dormant dormant && !quiet) {
      cell.become(dormant.touched());
    }
  }

  private void reopen(Hold hold) {
    if (!row().holds(hold.container())) {
      return;
    }
    switch (links.reopen(hold, openings.of(row()).workspace())) {
      case SessionLinks.Reopened.Open _ -> {
        turn.beside(links::catchUp);
        if (!row().whole()) {
          turn.beside(this::sendHistory);
        }
      }
      case SessionLinks.Reopened.Away _ -> {}
      case SessionLinks.Reopened.Lost(String why) -> loss.letGo(why);
    }
  }

  /** The engine says that its container is no more. */
  void lost(ContainerId container, String why) {
    if (row().holds(container) && links.lose(container)) {
      turn.later(() -> {
        if (row().holds(container)) {
          loss.letGo(why);
        }
      });
    }
  }

  /** Saves, then destroys; returns at once. */
  void end() {
    ending.want();
  }

  boolean isEnding() {
    return ending.isWanted();
  }

  /** See {@link Ending#within}. */
  Optional<String> shutDown(Duration time) throws InterruptedException {
    return ending.within(time);
  }

  /** Leaves everything as it is; the next master goes on. */
  void leave() {
    turn.stop();
    links.detach();
  }
}
