package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.agent.Safety;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is to snapshot and when, and what of it is safe. Changes, links and requests come from
 * any thread; one thread asks what is next and does it.
 */
final class Agenda {
  static final long RETRY_MILLIS = 1_000;

  /** Looking by itself takes at most this share of its time. */
  private static final long LOOK_SHARE = 10;

  /** Paths named in a message; the others are counted. */
  static final int LISTED = 100;

  private final LongSupplier millis;
  private final Consumer<Safety> safety;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SnapshotSchedule schedule = new SnapshotSchedule();
  private final Set<String> marks = new TreeSet<>();

  /** Names of unsaved texts that changed; they are for people, and never looked up as paths. */
  private final Set<String> unsaved = new TreeSet<>();

  private final Set<String> unsavedInFlight = new TreeSet<>();
  private final List<SaveRequest> saves = new ArrayList<>();
  private boolean everything;
  private boolean inFlight;
  private long largeNotBefore = Long.MIN_VALUE;
  private long lookAt = Long.MIN_VALUE;
  private @Nullable Master master;
  private @Nullable Long awaySince;
  private @Nullable Long safeAt;
  private Found found = Found.NOTHING;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param millis milliseconds since 1970
   * @param safety told of each change; must not block
   */
  Agenda(LongSupplier millis, Consumer<Safety> safety) {
    this.millis = millis;
    this.safety = safety;
  }

  /** Somebody waits until all is saved; with {@code last} until nothing is left to save. */
  record SaveRequest(boolean last, CompletableFuture<Saved> done) {}

  /**
   * What to do next.
   *
   * @param large the large file whose turn it is
   * @param look look at everything although nothing is marked
   */
  record Task(Master master, @Nullable String large, boolean look, @Nullable SaveRequest save) {}

  /** A snapshot in the making: what it looks at, and since when. */
  record Begun(Snapshotter.Wanted wanted, long at) {}

  /**
   * What the snapshotter found.
   *
   * @param again what has to be looked at again
   * @param unsafe what is in no snapshot yet
   * @param leftOut what will be in none
   * @param anything false when it has to look at everything again
   */
  record Found(Set<String> again, Set<String> unsafe, Set<String> leftOut, boolean anything) {
    static final Found NOTHING = new Found(Set.of(), Set.of(), Set.of(), true);
  }

  /** Something may have changed at a path; see {@code RawName} for how it is written. */
  void mark(String raw) {
    changing(() -> marks.add(raw));
  }

  /** Anything may have changed. */
  void markEverything() {
    changing(() -> everything = true);
  }

  /** The text of an unsaved editor changed, or went. */
  void markUnsaved(String name) {
    changing(() -> unsaved.add(RawName.ofText(name)));
  }

  private void changing(Runnable change) {
    lock.lock();
    try {
      boolean wasSafe = isSafe();
      change.run();
      schedule.changed(millis.getAsLong());
      if (wasSafe) {
        tell();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void attach(Master present) {
    lock.lock();
    try {
      master = present;
      awaySince = null;
      schedule.release();
      tell();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void detach(Master gone) {
    lock.lock();
    try {
      if (Objects.equals(master, gone)) {
        master = null;
        awaySince = millis.getAsLong();
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<Saved> save(boolean last) {
    CompletableFuture<Saved> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        refuse(done);
      } else {
        saves.add(new SaveRequest(last, done));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  Safety safety() {
    lock.lock();
    try {
      Set<String> unsafe = new TreeSet<>(found.unsafe());
      unsafe.addAll(marks);
      unsafe.addAll(unsaved);
      return new Safety(
          isSafe(),
          safeAt,
          awaySince,
          listed(unsafe),
          unsafe.size(),
          listed(found.leftOut()),
          found.leftOut().size());
    } finally {
      lock.unlock();
    }
  }

  static List<String> listed(Set<String> raws) {
    return raws.stream().limit(LISTED).map(RawName::toText).toList();
  }

  private boolean isSafe() {
    return !inFlight
        && !everything
        && marks.isEmpty()
        && unsaved.isEmpty()
        && found.unsafe().isEmpty()
        && safeAt != null;
  }

  private void tell() {
    safety.accept(safety());
  }

  /**
   * Waits for something to do; null when it is closed.
   *
   * @param looks whether to look by itself now and then
   * @param large the files that are sent one at a time
   */
  @Nullable Task next(boolean looks, Set<String> large) throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long now = millis.getAsLong();
        Master present = master;
        long wait = Long.MAX_VALUE;
        if (present != null) {
          if (!saves.isEmpty()) {
            return new Task(present, null, false, saves.removeFirst());
          }
          if (schedule.due() <= now) {
            return new Task(present, null, false, null);
          }
          if (!large.isEmpty() && largeNotBefore <= now) {
            return new Task(present, large.iterator().next(), false, null);
          }
          if (looks && lookAt <= now) {
            return new Task(present, null, true, null);
          }
          wait = schedule.due() - now;
          wait = large.isEmpty() ? wait : Math.min(wait, largeNotBefore - now);
          wait = looks ? Math.min(wait, lookAt - now) : wait;
        }
        var _ = changed.await(wait, TimeUnit.MILLISECONDS);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The snapshot that begins now has all that is marked so far. */
  Begun begin(Task task) {
    lock.lock();
    try {
      Begun begun =
          new Begun(
              new Snapshotter.Wanted(Set.copyOf(marks), everything || task.look(), task.large()),
              millis.getAsLong());
      marks.clear();
      unsavedInFlight.addAll(unsaved);
      unsaved.clear();
      everything = false;
      inFlight = !task.look();
      schedule.begun();
      return begun;
    } finally {
      lock.unlock();
    }
  }

  void ended(Begun begun, Master.Answer answer, Found what) {
    lock.lock();
    try {
      inFlight = false;
      long now = millis.getAsLong();
      largeNotBefore = begun.wanted().large() == null ? largeNotBefore : now + RETRY_MILLIS;
      lookAt = now + Math.max(RETRY_MILLIS, LOOK_SHARE * (now - begun.at()));
      found = what;
      marks.addAll(what.again());
      switch (answer) {
        case Master.Answer.Stored _ -> safeAt = begun.at();
        case Master.Answer.Refused(String _, long retryMillis) -> {
          restore(begun.wanted());
          schedule.holdUntil(now + retryMillis);
          largeNotBefore = now + retryMillis;
        }
        case Master.Answer.Gone _ -> restore(begun.wanted());
        case Master.Answer.Overtaken _ -> {
          restore(begun.wanted());
          close();
        }
      }
      if (!(answer instanceof Master.Answer.Stored)) {
        unsaved.addAll(unsavedInFlight);
      }
      unsavedInFlight.clear();
      if (everything || !marks.isEmpty() || !unsaved.isEmpty()) {
        schedule.changed(now);
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** What was to be looked at still is. */
  private void restore(Snapshotter.Wanted wanted) {
    marks.addAll(wanted.marks());
    everything |= wanted.everything() || !found.anything();
  }

  /** Nothing more is done; who waits is told so. */
  void close() {
    lock.lock();
    try {
      closed = true;
      saves.forEach(save -> refuse(save.done()));
      saves.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void refuse(CompletableFuture<Saved> save) {
    save.completeExceptionally(new IOException("this agent makes no snapshots any more"));
  }
}
