package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.Limits;

/**
 * When a snapshot is due: a pause after the last change, and while changes go on a longer while
 * after the first that is in none. Times are milliseconds of any one clock.
 */
final class SnapshotSchedule {
  static final long NEVER = Long.MAX_VALUE;

  private long first = NEVER;
  private long last;
  private long notBefore = Long.MIN_VALUE;

  void changed(long now) {
    first = Math.min(first, now);
    last = now;
  }

  /** A snapshot is begun: it has all changes up to now. */
  void begun() {
    first = NEVER;
  }

  /** The master did not take one. */
  void holdUntil(long time) {
    notBefore = time;
  }

  /** The master is there again, or anew. */
  void release() {
    notBefore = Long.MIN_VALUE;
  }

  long due() {
    if (first == NEVER) {
      return NEVER;
    }
    long quiet = last + Limits.SNAPSHOT_PAUSE_MILLIS;
    return Math.max(notBefore, Math.min(quiet, first + Limits.SNAPSHOT_INTERVAL_MILLIS));
  }
}
