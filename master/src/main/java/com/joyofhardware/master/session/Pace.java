package com.joyofhardware.master.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Paces starts: so many at once, and a bucket of tokens, so that a pool that loses everything is
 * refilled without taking the machine from those who work on it.
 */
final class Pace {
  private final int atOnce;
  private final double perSecond;
  private double tokens;
  private Instant filled;

  Pace(int atOnce, double perSecond, Instant now) {
    this.atOnce = atOnce;
    this.perSecond = perSecond;
    this.tokens = atOnce;
    this.filled = now;
  }

  /** A start costs a JVM's start, some 0.3 s of one core: two at once are few for any machine. */
  static Pace of(int threads, Instant now) {
    int atOnce = Math.clamp(threads / 4, 2, 8);
    return new Pace(atOnce, 2.0 * atOnce, now);
  }

  /**
   * How many may start now.
   *
   * @param running starts whose container doesn't answer yet
   */
  synchronized int allowance(int running, Instant now) {
    double seconds = Duration.between(filled, now).toMillis() / 1_000.0;
    if (seconds > 0) {
      tokens = Math.min(2.0 * atOnce, tokens + seconds * perSecond);
      filled = now;
    }
    return Math.max(0, Math.min(atOnce - running, (int) tokens));
  }

  synchronized void started() {
    tokens = Math.max(0, tokens - 1);
  }
}
