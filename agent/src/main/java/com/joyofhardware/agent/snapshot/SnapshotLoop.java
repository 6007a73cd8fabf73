package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Agenda.Begun;
import com.joyofhardware.agent.snapshot.Agenda.SaveRequest;
import com.joyofhardware.agent.snapshot.Agenda.Task;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.agent.Safety;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes snapshots when they are due and hands them to the master, as long as there is one. It has a
 * thread of its own, no virtual one: hashing and packing would hold up everybody else's carrier.
 */
final class SnapshotLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SnapshotLoop.class.getName());

  /** A large file that is being written is not sent before it has rested for so long. */
  private static final long REST_MILLIS = 2_000;

  /** The last save looks again at what changed while it was saved, but not for ever. */
  private static final int LAST_ROUNDS = 20;

  private final Snapshotter snapshotter;
  private final LongSupplier millis;
  private final BooleanSupplier seesAll;
  private final Agenda agenda;

  /** Held while the snapshotter works; whoever else touches it takes this. */
  private final ReentrantLock work = new ReentrantLock();

  private long sequence;

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
    this.agenda = new Agenda(millis, safety);
  }

  void start() {
    Thread.ofPlatform().daemon().name("snapshots").start(this::run);
  }

  /** Something may have changed at a path; see {@code RawName} for how it is written. */
  void mark(String raw) {
    agenda.mark(raw);
  }

  /** Anything may have changed. */
  void markEverything() {
    agenda.markEverything();
  }

  /** The text of an unsaved editor changed, or went. */
  void markUnsaved(String name) {
    agenda.markUnsaved(name);
  }

  void attach(Master present) {
    agenda.attach(present);
  }

  void detach(Master gone) {
    agenda.detach(gone);
  }

  /** Saves now; with {@code last} until nothing is left to save. */
  CompletableFuture<Saved> save(boolean last) {
    return agenda.save(last);
  }

  Safety safety() {
    return agenda.safety();
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

  private void run() {
    try {
      while (true) {
        // Asked outside the agenda: the watcher marks while it holds its own lock.
        Task task = agenda.next(!seesAll.getAsBoolean(), snapshotter.waiting());
        if (task == null) {
          return;
        }
        SaveRequest save = task.save();
        if (save == null) {
          snapshot(task, false);
        } else {
          save(task.master(), save);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void save(Master present, SaveRequest request) {
    boolean last = request.last();
    boolean stored = false;
    for (int i = 0; i < LAST_ROUNDS; i++) {
      stored = snapshot(new Task(present, null, last && i == 0, request), last);
      while (stored && last && !snapshotter.waiting().isEmpty()) {
        String large = snapshotter.waiting().iterator().next();
        stored = snapshot(new Task(present, large, false, request), true);
      }
      if (!stored || !last || agenda.safety().safe()) {
        break;
      }
    }
    ObjectId commit = snapshotter.storedCommit();
    if (stored) {
      String name = commit == null ? null : commit.toString();
      request.done().complete(new Saved(name, agenda.safety().unsafe()));
    } else {
      request.done().completeExceptionally(new IOException("the master did not take the snapshot"));
    }
  }

  /** One snapshot, made, sent and answered; true when the master has it. */
  private boolean snapshot(Task task, boolean insist) {
    Begun begun = agenda.begin(task);
    Master.Answer answer = new Master.Answer.Gone();
    try {
      answer = send(task.master(), begun, insist);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // Whatever it was, the next try may succeed; without this thread nothing would be safe again.
      LOG.log(System.Logger.Level.WARNING, "snapshot_failed", e);
      answer = new Master.Answer.Refused(ErrorCode.INTERNAL.code(), Agenda.RETRY_MILLIS);
    } finally {
      agenda.ended(begun, answer, snapshotter.found());
    }
    return answer instanceof Master.Answer.Stored;
  }

  private Master.Answer send(Master present, Begun begun, boolean insist) throws IOException {
    Snapshotter.Wanted wanted = begun.wanted();
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
      return new Master.Answer.Stored();
    }
    Set<String> unsafe = snapshotter.unsafe();
    List<Transfer> packs = offer.transfers();
    SnapshotOffer message =
        new SnapshotOffer(
            ++sequence,
            offer.commit().toString(),
            packs.size(),
            Agenda.listed(unsafe),
            unsafe.size(),
            millis.getAsLong() - begun.at());
    Master.Answer answer = present.offer(message, packs).join();
    work.lock();
    try {
      if (answer instanceof Master.Answer.Stored) {
        snapshotter.stored(offer);
      } else {
        snapshotter.dropped(offer);
        if (answer instanceof Master.Answer.Refused refused
            && refused.code().equals(ErrorCode.BAD_REQUEST.code())) {
          snapshotter.forget();
        }
      }
    } finally {
      work.unlock();
    }
    return answer;
  }

  @Override
  public void close() {
    agenda.close();
  }
}
