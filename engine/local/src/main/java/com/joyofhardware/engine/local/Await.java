package com.joyofhardware.engine.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits for what the kernel does in its own time and tells nobody about. */
final class Await {
  private static final long PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 50;

  private Await() {}

  /** A question whose answer changes. */
  interface Condition {
    boolean holds() throws IOException;
  }

  static void until(Duration patience, String what, Condition condition) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = PAUSE_MILLIS;
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("waited " + patience.toSeconds() + " s in vain for " + what);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + what);
      }
      pause = Math.min(pause * 3 / 2 + 1, LONGEST_PAUSE_MILLIS);
    }
  }
}
