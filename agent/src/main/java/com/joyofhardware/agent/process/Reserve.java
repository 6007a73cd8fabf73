package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Room for processes and threads that people's programs leave to the agent: a fork bomb takes all
 * that a container may have, and then no thread and no git could be started to save what it holds.
 * The kernel compares the limit of whoever forks with all tasks of the uid (getrlimit(2)), so
 * theirs is set lower than our own. What a program forks before that is as if it had no such limit.
 */
final class Reserve {
  private static final int RLIMIT_NPROC = 6;
  private static final long LEAST = 32;
  private static final long MOST = 128;

  private Reserve() {}

  /** Where there is no limit, or the child has ended, nothing changes. */
  static void keepFrom(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JAVA_LONG, 2);
      if (Libc.limits(0, RLIMIT_NPROC, MemorySegment.NULL, limits) != 0) {
        return;
      }
      long limit = theirs(limits.getAtIndex(JAVA_LONG, 1));
      limits.setAtIndex(JAVA_LONG, 0, limit);
      limits.setAtIndex(JAVA_LONG, 1, limit);
      Libc.limits(pid, RLIMIT_NPROC, limits, MemorySegment.NULL);
    }
  }

  /** RLIM_INFINITY is the highest unsigned number, which is -1 here and stays. */
  static long theirs(long ours) {
    return ours < 0 ? ours : Math.max(1, ours - Math.clamp(ours / 8, LEAST, MOST));
  }
}
