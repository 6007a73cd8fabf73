package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A process that leads its own session; what it starts belongs to it until it detaches itself. */
public final class Child {
  private final int pid;
  private final CompletableFuture<Ended> ended = new CompletableFuture<>();

  private Child(int pid) {
    this.pid = pid;
  }

  /** Takes on a process just spawned; a thread of its own waits for its end. */
  static Child of(int pid) {
    Child child = new Child(pid);
    Thread.ofPlatform().daemon().name("wait-" + pid).stackSize(128 << 10).start(child::await);
    return child;
  }

  public long pid() {
    return pid;
  }

  /** Completes once the process has ended and been reaped; what it started may go on. */
  public CompletableFuture<Ended> ended() {
    return ended;
  }

  /**
   * Ends its whole session: SIGHUP, and SIGKILL to what is still there a second later. A process
   * that left the session (a daemon) is not reached. Returns at once.
   */
  public void hangUp() {
    if (!ended.isDone()) {
      Thread.startVirtualThread(() -> Ending.hangUp(() -> ProcessTable.inSession(pid)));
    }
  }

  private void await() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      while (Libc.reap(pid, status) != pid) {
        // interrupted by a signal to this thread: a child not yet reaped can't be missing
      }
      ended.complete(Ended.ofWaitStatus(status.get(JAVA_INT, 0)));
    } catch (RuntimeException | Error e) {
      ended.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public String toString() {
    @Nullable Ended end = ended.getNow(null);
    return "Child[" + pid + (end == null ? "" : ", " + end) + "]";
  }
}
