package com.joyofhardware.agent.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A search that somebody may stop: its client, its time, the end of the connection. */
final class Running {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean stopped;

  /** What ends it; runs at once when it was stopped before. Must not block. */
  void onStop(Runnable action) {
    synchronized (this) {
      if (!stopped) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  void stop() {
    List<Runnable> now;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      now = List.copyOf(actions);
      notifyAll();
    }
    now.forEach(Runnable::run);
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /** Waits so long, or until it is stopped. */
  synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (!stopped && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }
}
