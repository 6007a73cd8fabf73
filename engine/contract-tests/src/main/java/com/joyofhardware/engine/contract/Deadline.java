package com.joyofhardware.engine.contract;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits until something holds, for as long as it may take at most. */
public final class Deadline {
  private static final long PAUSE_MILLIS = 5;

  private Deadline() {}

  public static void await(Duration patience, String what, Callable<Boolean> condition) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - end > 0) {
          throw new AssertionError("no " + what + " within " + patience);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + what, e);
    }
  }
}
