package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Repositories.Start;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session that lives: what the database says of it, its link, and what happens to it, one thing
 * at a time. What takes long runs on threads of its own; the reconcile loop never waits here.
 */
final class LiveSession {
  private static final System.Logger LOG = System.getLogger(LiveSession.class.getName());

  private static final Duration END_WAIT = Duration.ofMillis(200);

  private final Parts parts;
  private final SessionLinks links;
  private final ReentrantLock turn = new ReentrantLock();
  private final CompletableFuture<SessionRow> over = new CompletableFuture<>();
  private volatile SessionRow row;
  private volatile CompletableFuture<SessionRow> standing = new CompletableFuture<>();

  /** A task that will see to the present life is on its way. */
  private volatile boolean attended;

  private volatile boolean ending;
  private volatile boolean stopping;
  private volatile @Nullable ContainerId lost;

  /**
   * As the database has it.
   *
   * @param attended whoever makes it will call {@link #begin}; false for one that a master before
   *     this one left
   */
  LiveSession(Parts parts, SessionRow row, boolean attended) {
    this.parts = parts;
    this.row = row;
    this.attended = attended;
    this.links = new SessionLinks(parts, this::hurry);
  }

  SessionId id() {
    return row.id();
  }

  SessionRow row() {
    return row;
  }

  /** Done when the workspace stands, or never will. */
  CompletableFuture<SessionRow> standing() {
    return standing;
  }

  /** Done when the session is over. */
  CompletableFuture<SessionRow> over() {
    return over;
  }

  // ---- starting

  /** Lays out the workspace in the container that the session has just claimed. */
  void begin(SessionRow claimed, @Nullable Start start) {
    row = claimed;
    parts.feed().changed(claimed, parts.telling().tell(claimed));
    attend(() -> personalise(start));
  }

  /** Claims a container if one is free; whether it did. */
  boolean claim() {
    if (stopping || !turn.tryLock()) {
      return false;
    }
    try {
      Optional<SessionRow> claimed = isWaiting(now()) ? parts.table().claim(row) : Optional.empty();
      claimed.ifPresent(it -> begin(it, null));
      return claimed.isPresent();
    } finally {
      turn.unlock();
    }
  }

  boolean isWaiting(Instant now) {
    return switch (row.life()) {
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

  private void personalise(@Nullable Start start) {
    if (!(row.life() instanceof SessionLife.Starting starting)) {
      return;
    }
    try {
      Personalising.Opening opening = opening(start);
      Attachment attachment = links.attach(starting.hold(), opening.workspace());
      Personalising.Outcome outcome = parts.personalising().personalise(opening, attachment);
      become(
          row.with(starting.ready(), outcome.notice().or(() -> row.notice()), outcome.isWhole()));
      if (!outcome.isWhole()) {
        parts.threads().execute(this::sendHistory);
      }
    } catch (JoyException e) {
      boolean hopeless = e.code() == ErrorCode.REPOSITORY_BROKEN || e.code() == ErrorCode.NOT_FOUND;
      if (hopeless && !stopping) {
        end(starting.failed(now(), String.valueOf(e.getMessage())));
      } else {
        letGo(String.valueOf(e.getMessage()));
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "session_start_failed session=" + id(), e);
      letGo(String.valueOf(e.getMessage()));
    }
  }

  private Personalising.Opening opening(@Nullable Start start) {
    Project project =
        parts
            .neighbours()
            .projects()
            .find(row.project())
            .orElseThrow(() ->
                new JoyException(
                    ErrorCode.NOT_FOUND, "project " + row.project() + " is not there any more"));
    Person person =
        parts
            .neighbours()
            .authentication()
            .find(row.person())
            .orElseThrow(() ->
                new JoyException(ErrorCode.NOT_FOUND, "the account " + row.person() + " is gone"));
    return new Personalising.Opening(row, person, project, start);
  }

  private void sendHistory() {
    try {
      if (links.sendHistory(opening(null))) {
        alone(() -> {
          if (!row.life().isOver()) {
            become(row.with(row.life(), row.notice(), true));
          }
        });
      }
    } catch (IOException | RuntimeException e) {
      // The next link sends it again; until then the repository is shallow.
      LOG.log(System.Logger.Level.WARNING, "history_not_sent session=" + id(), e);
    }
  }

  // ---- while it lives

  /** Called each tick; never waits. */
  void upkeep() {
    if (attended || stopping || !turn.tryLock()) {
      return;
    }
    try {
      if (ending) {
        beginEnd(); // again, should it have failed
      }
      if (attended) {
        return;
      }
      switch (row.life()) {
        case SessionLife.Starting _ -> letGo("the master stopped while it was being set up");
        case SessionLife.Active active -> live(active.hold());
        case SessionLife.Dormant dormant -> live(dormant.hold());
        case SessionLife.Saving _ -> attend(this::save);
        case SessionLife.Queued _,
            SessionLife.Recovering _,
            SessionLife.Destroyed _,
            SessionLife.Failed _ -> {}
      }
    } finally {
      turn.unlock();
    }
  }

  private void live(Hold hold) {
    if (links.link().isEmpty()) {
      attend(() -> reopen(hold));
      return;
    }
    if (links.isRenewalDue()) {
      parts.threads().execute(() -> links.renew(opening(null)));
    }
    boolean quiet = links.quietFor().compareTo(parts.timings().dormantAfter()) >= 0;
    if (row.life() instanceof SessionLife.Active active && quiet) {
      become(row.with(active.quiet()));
    } else if (row.life() instanceof SessionLife.Dormant dormant && !quiet) {
      become(row.with(dormant.touched()));
    }
  }

  private void reopen(Hold hold) {
    if (!row.holds(hold.container())) {
      return;
    }
    switch (links.reopen(hold, opening(null).workspace())) {
      case SessionLinks.Reopened.Open _ -> {
        parts.threads().execute(links::catchUp);
        if (!row.whole()) {
          parts.threads().execute(this::sendHistory);
        }
      }
      case SessionLinks.Reopened.Away _ -> {}
      case SessionLinks.Reopened.Lost(String why) -> letGo(why);
    }
  }

  /** The engine says that its container is no more. */
  void lost(ContainerId container, String why) {
    if (!row.holds(container) || container.equals(lost)) {
      return;
    }
    lost = container;
    links.detach(); // what waits for the agent fails now
    parts
        .threads()
        .execute(() ->
            alone(() -> {
              if (row.holds(container)) {
                letGo(why);
              }
            }));
  }

  /** Leaves its container for another one; or ends, if that was what it was about to do. */
  private void letGo(String why) {
    Optional<Hold> held = row.life().holds();
    if (held.isEmpty() || stopping) {
      return; // what a stopping master sees fail is its own doing; the next one looks anew
    }
    parts.busy().add(held.get().container());
    Optional<Instant> stored = links.stored();
    links.detach();
    Instant now = now();
    boolean untouched = row.life() instanceof SessionLife.Starting;
    switch (row.life()) {
      case SessionLife.Starting starting -> become(row.with(again(starting, now, why)));
      case SessionLife.Active active -> become(row.with(active.lost(now, why)));
      case SessionLife.Dormant dormant -> become(row.with(dormant.lost(now, why)));
      case SessionLife.Saving saving ->
          become(
              row.with(
                  saving.saved(now, Optional.of(why + "; what was saved before that is kept"))));
      case SessionLife.Queued _,
          SessionLife.Recovering _,
          SessionLife.Destroyed _,
          SessionLife.Failed _ ->
          throw new IllegalStateException(id() + " holds nothing");
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "session_container_lost session={0} container={1} why={2}",
        id(),
        held.get().container(),
        why);
    if (untouched) {
      release(held.get());
    } else {
      parts.threads().execute(() -> rescue(held.get(), stored));
    }
  }

  private static SessionLife again(SessionLife.Starting starting, Instant now, String why) {
    if (starting.attempts() + 1 >= Timings.ATTEMPTS) {
      return starting.failed(
          now, "it could not be started in " + Timings.ATTEMPTS + " containers; the last: " + why);
    }
    Backoff<SessionId> pauses = new Backoff<>(Duration.ofMillis(200), Duration.ofSeconds(10));
    return starting.lost(now.plus(pauses.delay(starting.attempts())), why);
  }

  /** What is newer than the last snapshot is kept before the container is stopped. */
  private void rescue(Hold hold, Optional<Instant> stored) {
    try {
      links.rescue(row, hold, stored).ifPresent(where -> alone(() -> tellRescued(where)));
    } catch (IOException e) {
      // It stays busy, and so isn't stopped: what is in it may be the only copy.
      LOG.log(System.Logger.Level.ERROR, "rescue_failed container=" + hold.container(), e);
      return;
    }
    release(hold);
  }

  private void tellRescued(Path where) {
    String notice =
        "The container was lost before its last changes were saved; its files as they were are at "
            + where
            + " on the server: ask an administrator.";
    become(row.with(row.life(), Optional.of(notice), row.whole()));
  }

  private void release(Hold hold) {
    parts.busy().remove(hold.container());
    parts.hasten().run();
  }

  // ---- ending

  /** Saves, then destroys; returns at once. */
  void end() {
    ending = true;
    try {
      // Mostly free, or held for a moment: then it is seen to be saving when this returns.
      if (turn.tryLock(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          beginEnd();
        } finally {
          turn.unlock();
        }
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.threads().execute(() -> alone(this::beginEnd));
  }

  /** Somebody wants it to end; who opens it now waits for the next one. */
  boolean isEnding() {
    return ending || row.life() instanceof SessionLife.Saving;
  }

  private void beginEnd() {
    switch (row.life()) {
      case SessionLife.Queued queued -> end(queued.cancelled(now()));
      case SessionLife.Recovering recovering -> end(recovering.ended(now()));
      case SessionLife.Starting starting -> saving(starting.ended());
      case SessionLife.Active active -> saving(active.ended());
      case SessionLife.Dormant dormant -> saving(dormant.ended());
      case SessionLife.Saving _, SessionLife.Destroyed _, SessionLife.Failed _ -> {}
    }
  }

  private void saving(SessionLife.Saving next) {
    become(row.with(next));
    attend(this::save);
  }

  private void save() {
    if (!(row.life() instanceof SessionLife.Saving saving)) {
      return;
    }
    LastSave.Result result = parts.lastSave().save(subject(saving.hold()));
    switch (result) {
      case LastSave.Result.Safe _ -> end(saving.saved(now(), Optional.empty()));
      case LastSave.Result.Unsafe(String why) -> {
        if (!stopping) {
          giveUpSaving(saving, why);
        }
      }
    }
  }

  private void giveUpSaving(SessionLife.Saving saving, String why) {
    try {
      Optional<String> where =
          links.rescue(row, saving.hold(), links.stored()).map(it -> "; its files are at " + it);
      String kept = where.orElse("; what was saved before that is kept");
      end(saving.saved(now(), Optional.of("the last changes could not be saved: " + why + kept)));
    } catch (IOException e) {
      // Not ended: the next tick begins to save it anew.
      LOG.log(System.Logger.Level.ERROR, "rescue_failed session=" + id(), e);
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
        return links.forLastSave(hold, opening(null).workspace());
      }

      @Override
      public boolean isHopeless() {
        return stopping || hold.container().equals(lost);
      }
    };
  }

  /**
   * Saves and destroys within that time.
   *
   * @return why it isn't saved; empty when it is, or there is nothing to save
   */
  Optional<String> shutDown(Duration time) throws InterruptedException {
    stopping = true;
    Instant deadline = now().plus(time);
    if (!turn.tryLock(time.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.of("it was busy: " + row.life().told());
    }
    try {
      switch (row.life()) {
        case SessionLife.Queued queued -> end(queued.cancelled(now()));
        case SessionLife.Recovering recovering -> end(recovering.ended(now()));
        case SessionLife.Starting starting -> become(row.with(starting.ended()));
        case SessionLife.Active active -> become(row.with(active.ended()));
        case SessionLife.Dormant dormant -> become(row.with(dormant.ended()));
        case SessionLife.Saving _, SessionLife.Destroyed _, SessionLife.Failed _ -> {}
      }
      if (!(row.life() instanceof SessionLife.Saving saving)) {
        return Optional.empty();
      }
      Duration left = Duration.between(now(), deadline);
      LastSave.Result result = parts.lastSave().saveWithin(subject(saving.hold()), left);
      return switch (result) {
        case LastSave.Result.Safe _ -> {
          end(saving.saved(now(), Optional.empty()));
          yield Optional.empty();
        }
        case LastSave.Result.Unsafe(String why) -> Optional.of(why);
      };
    } finally {
      turn.unlock();
    }
  }

  /** Leaves everything as it is; the next master goes on. */
  void leave() {
    stopping = true;
    links.detach();
  }

  // ---- change

  private void end(SessionLife last) {
    links.detach();
    become(row.with(last));
    parts.hasten().run();
  }

  /** Every change goes through here: the database first, then everybody who listens. */
  private void become(SessionRow next) {
    Optional<SessionRow> moved = parts.table().move(row, next);
    if (moved.isEmpty()) {
      throw new IllegalStateException("session " + id() + " was changed behind this master's back");
    }
    row = next;
    parts.feed().changed(next, parts.telling().tell(next));
    switch (next.life()) {
      case SessionLife.Active _ -> standing.complete(next);
      case SessionLife.Destroyed _, SessionLife.Failed _ -> {
        standing.complete(next);
        over.complete(next);
      }
      case SessionLife.Queued _, SessionLife.Starting _, SessionLife.Recovering _ -> {
        if (standing.isDone()) {
          standing = new CompletableFuture<>();
        }
      }
      case SessionLife.Dormant _, SessionLife.Saving _ -> {}
    }
  }

  private void hurry() {
    parts.hasten().run();
  }

  private Instant now() {
    return parts.clock().instant();
  }

  /** Runs what takes long; until it is done no other task is begun by {@link #upkeep}. */
  private void attend(Runnable task) {
    attended = true;
    parts
        .threads()
        .execute(() ->
            alone(() -> {
              try {
                task.run();
              } finally {
                attended = false;
              }
            }));
  }

  private void alone(Runnable task) {
    turn.lock();
    try {
      task.run();
    } catch (RuntimeException e) {
      // The next tick finds it as the database has it, and goes on from there; or the next master.
      System.Logger.Level level = stopping ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
      LOG.log(level, "session_task_failed session=" + id(), e);
    } finally {
      turn.unlock();
    }
  }
}
