package com.joyofhardware.agent.lsp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When a server that crashed may start again: a second after the first crash, twice as long after
 * each one more, as long as the last ten minutes remember them.
 */
final class Restarts {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;
  private static final long REMEMBERED_MILLIS = Duration.ofMinutes(10).toMillis();

  private final InstantSource clock;
  private final Deque<Long> crashes = new ArrayDeque<>();

  Restarts(InstantSource clock) {
    this.clock = clock;
  }

  /** A crash, now. The answer is how long to wait from now. */
  synchronized Duration crashed() {
    crashes.addLast(clock.millis());
    return toWait();
  }

  synchronized Duration toWait() {
    long now = clock.millis();
    while (!crashes.isEmpty() && crashes.getFirst() < now - REMEMBERED_MILLIS) {
      crashes.removeFirst();
    }
    if (crashes.isEmpty()) {
      return Duration.ZERO;
    }
    int doublings = Math.min(crashes.size() - 1, 10);
    long pause = Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings);
    return Duration.ofMillis(Math.max(0, crashes.getLast() + pause - now));
  }
}
