package com.joyofhardware.agent.process;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** SIGHUP, a second to end in, SIGKILL. */
final class Ending {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_MILLIS = 25;

  private Ending() {}

  /** Blocks until none is left, a second at most. What appears meanwhile is ended too. */
  static void hangUp(Supplier<List<ProcessTable.Entry>> processes) {
    List<ProcessTable.Entry> left = processes.get();
    signal(left, Signal.HUP);
    long begun = System.nanoTime();
    while (!left.isEmpty()) {
      long waited = System.nanoTime() - begun;
      if (waited > GRACE_NANOS) {
        // again and again: one of them may just have made another
        signal(left, Signal.KILL);
      }
      if (waited > 2 * GRACE_NANOS || !pause()) {
        return;
      }
      left = processes.get();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void signal(List<ProcessTable.Entry> processes, int signal) {
    processes.forEach(each -> Libc.kill((int) each.pid(), signal));
  }
}
