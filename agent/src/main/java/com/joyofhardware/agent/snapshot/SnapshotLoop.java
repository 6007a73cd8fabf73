package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.agent.Safety;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots when they are due and hands them to the master, as long as there is one. It has a
 * thread of its own, no virtual one: hashing and packing would hold up everybody else's carrier.
 */
public final class SnapshotLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SnapshotLoop.class.getName());

  /** A large file that is being written is not sent before it has rested for so long. */
  private static final long REST_MILLIS = 2_000;

  private static final long RETRY_MILLIS = 1_000;

  /** Looking by itself takes at most this share of its time. */
  private static final long LOOK_SHARE = 10;

  private static final int LISTED = 100;

  /** The last save looks again at what changed while it was saved, but not for ever. */
  private static final int LAST_ROUNDS = 20;

  private final Snapshotter snapshotter;
  private final LongSupplier millis;
  private final BooleanSupplier seesAll;
  private final Consumer<Safety> safety;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SnapshotSchedule schedule = new SnapshotSchedule();
  private final Set<String> marks = new TreeSet<>();
  private final List<SaveRequest> saves = new ArrayList<>();

  /** Held while the snapshotter works; whoever else touches it takes this. */
  private final ReentrantLock work = new ReentrantLock();

  private boolean everything;
  private boolean inFlight;
  private long largeNotBefore = Long.MIN_VALUE;
  private long lookAt = Long.MIN_VALUE;
  private @Nullable Master master;
  private @Nullable Long awaySince;
  private @Nullable Long safeAt;
  private Set<String> waiting = Set.of();
  private long sequence;
  private boolean closed;

  /** The master's end, while there is a link. */
  public interface Master {
    /** Sends an offer; done when the master has answered or the link is gone. */
    CompletableFuture<Answer> offer(SnapshotOffer offer, List<Transfer> packs);
  }

  /** What became of an offer. */
  public sealed interface Answer {
    record Stored() implements Answer {}

    record Refused(String code, long retryMillis) implements Answer {}

    record Gone() implements Answer {}
  }

  private record SaveRequest(boolean last, CompletableFuture<Saved> done) {}

  /**
   * A loop that does nothing until it is started.
   *
   * @param millis milliseconds since 1970
   * @param seesAll whether every change is marked; else it looks by itself
   * @param safety told of each change; must not block
   */
  SnapshotLoop(
      Snapshotter snapshotter,
      LongSupplier millis,
      BooleanSupplier seesAll,
      Consumer<Safety> safety) {
    this.snapshotter = snapshotter;
    this.millis = millis;
    this.seesAll = seesAll;
    this.safety = safety;
  }

  void start() {
    Thread.ofPlatform().daemon().name("snapshots").start(this::run);
  }

  /** Something may have changed at a path; see {@code RawName} for how it is written. */
  void mark(String raw) {
    changing(() -> marks.add(raw));
  }

  /** Anything may have changed. */
  void markEverything() {
    changing(() -> everything = true);
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

  /** Saves now; with {@code last} until nothing is left to save. */
  CompletableFuture<Saved> save(boolean last) {
    CompletableFuture<Saved> done = new CompletableFuture<>();
    lock.lock();
    try {
      saves.add(new SaveRequest(last, done));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return done;
  }

  /** Runs while no snapshot is being made. */
  void between(Runnable action) {
    work.lock();
    try {
      action.run();
    } finally {
      work.unlock();
    }
  }

  public Safety safety() {
    lock.lock();
    try {
      Set<String> unsafe = unsafe();
      boolean safe = isSafe();
      return new Safety(
          safe,
          safeAt,
          awaySince,
          unsafe.stream().limit(LISTED).map(RawName::toText).toList(),
          unsafe.size());
    } finally {
      lock.unlock();
    }
  }

  private boolean isSafe() {
    return !inFlight && !everything && marks.isEmpty() && waiting.isEmpty() && safeAt != null;
  }

  private Set<String> unsafe() {
    Set<String> all = new TreeSet<>(waiting);
    all.addAll(marks);
    return all;
  }

  private void tell() {
    safety.accept(safety());
  }

  private void run() {
    try {
      while (true) {
        // Asked outside the lock: the watcher calls mark() while it holds its own.
        Round round = next(!seesAll.getAsBoolean());
        if (round == null) {
          return;
        }
        SaveRequest save = round.save();
        if (save == null) {
          snapshot(round, false);
        } else {
          save(round.master(), save);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What to do next.
   *
   * @param look look at everything although nothing is marked
   */
  private record Round(
      Master master, @Nullable String large, boolean look, @Nullable SaveRequest save) {}

  private @Nullable Round next(boolean looks) throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        long now = millis.getAsLong();
        Master present = master;
        long wait = Long.MAX_VALUE;
        if (present != null) {
          if (!saves.isEmpty()) {
            return new Round(present, null, false, saves.removeFirst());
          }
          if (schedule.due() <= now) {
            return new Round(present, null, false, null);
          }
          Set<String> large = snapshotter.waiting();
          if (!large.isEmpty() && largeNotBefore <= now) {
            return new Round(present, large.iterator().next(), false, null);
          }
          if (looks && lookAt <= now) {
            return new Round(present, null, true, null);
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

  private void save(Master present, SaveRequest request) {
    boolean last = request.last();
    boolean stored = false;
    for (int i = 0; i < LAST_ROUNDS; i++) {
      stored = snapshot(new Round(present, null, last && i == 0, request), last);
      while (stored && last && !snapshotter.waiting().isEmpty()) {
        String large = snapshotter.waiting().iterator().next();
        stored = snapshot(new Round(present, large, false, request), true);
      }
      if (!stored || !last || safety().safe()) {
        break;
      }
    }
    ObjectId commit = snapshotter.storedCommit();
    if (stored) {
      String name = commit == null ? null : commit.toString();
      request.done().complete(new Saved(name, safety().unsafe()));
    } else {
      request.done().completeExceptionally(new IOException("the master did not take the snapshot"));
    }
  }

  /** One snapshot, made, sent and answered; true when the master has it. */
  private boolean snapshot(Round round, boolean insist) {
    Snapshotter.Wanted wanted;
    long began;
    lock.lock();
    try {
      began = millis.getAsLong();
      wanted = new Snapshotter.Wanted(Set.copyOf(marks), everything || round.look(), round.large());
      marks.clear();
      everything = false;
      inFlight = !round.look();
      schedule.begun();
    } finally {
      lock.unlock();
    }
    Answer answer = new Answer.Gone();
    try {
      answer = send(round.master(), wanted, insist);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "snapshot_failed", e);
      answer = new Answer.Refused(ErrorCode.INTERNAL.code(), RETRY_MILLIS);
    } finally {
      ended(wanted, answer, began);
    }
    return answer instanceof Answer.Stored;
  }

  private Answer send(Master present, Snapshotter.Wanted wanted, boolean insist)
      throws IOException {
    Offer offer;
    work.lock();
    try {
      String large = wanted.large();
      boolean taken =
          large != null
              && (insist || snapshotter.hasRested(large, millis.getAsLong() - REST_MILLIS));
      offer = snapshotter.offer(taken ? wanted : wanted.withoutLarge());
    } finally {
      work.unlock();
    }
    if (offer == null) {
      return new Answer.Stored();
    }
    Set<String> unsafe = snapshotter.unsafe();
    List<Transfer> packs = offer.transfers();
    SnapshotOffer message =
        new SnapshotOffer(
            ++sequence,
            offer.commit().toString(),
            packs.size(),
            unsafe.stream().limit(LISTED).map(RawName::toText).toList(),
            unsafe.size());
    Answer answer = present.offer(message, packs).join();
    work.lock();
    try {
      if (answer instanceof Answer.Stored) {
        snapshotter.stored(offer);
      } else {
        snapshotter.dropped(offer);
        if (answer instanceof Answer.Refused refused
            && refused.code().equals(ErrorCode.BAD_REQUEST.code())) {
          snapshotter.forget();
        }
      }
    } finally {
      work.unlock();
    }
    return answer;
  }

  private void ended(Snapshotter.Wanted wanted, Answer answer, long began) {
    lock.lock();
    try {
      inFlight = false;
      long now = millis.getAsLong();
      largeNotBefore = wanted.large() == null ? largeNotBefore : now + RETRY_MILLIS;
      lookAt = now + Math.max(RETRY_MILLIS, LOOK_SHARE * (now - began));
      Set<String> again = snapshotter.takeAgain();
      marks.addAll(again);
      switch (answer) {
        case Answer.Stored stored -> safeAt = began;
        case Answer.Refused refused -> {
          restore(wanted);
          schedule.holdUntil(now + refused.retryMillis());
          largeNotBefore = now + refused.retryMillis();
        }
        case Answer.Gone gone -> restore(wanted);
      }
      if (everything || !marks.isEmpty()) {
        schedule.changed(now);
      }
      waiting = snapshotter.unsafe();
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** What was to be looked at still is. */
  private void restore(Snapshotter.Wanted wanted) {
    marks.addAll(wanted.marks());
    everything |= wanted.everything() || !snapshotter.knowsAnything();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
