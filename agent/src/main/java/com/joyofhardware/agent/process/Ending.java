package com.joyofhardware.agent.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** SIGHUP, a second to end in, SIGKILL. */
final class Ending {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A fork bomb of thousands of processes takes some rounds. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long LOOK_MILLIS = 25;

  private Ending() {}

  /** Blocks until none is left, twenty seconds at most. What appears meanwhile is ended too. */
  static void hangUp(Supplier<List<ProcessTable.Entry>> processes) {
    List<ProcessTable.Entry> left = processes.get();
    signal(left, Signal.HUP);
    Set<Long> stopped = new HashSet<>();
    long begun = System.nanoTime();
    while (!left.isEmpty()) {
      long waited = System.nanoTime() - begun;
      if (waited > GRACE_NANOS) {
        // Again and again: one of them may just have made another. All are stopped before any is
        // killed, for each that dies makes room for one more of a fork bomb.
        boolean more = stopped.addAll(left.stream().map(ProcessTable.Entry::pid).toList());
        signal(left, more ? Signal.STOP : Signal.KILL);
      }
      if (waited > LONGEST_NANOS || !pause()) {
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
