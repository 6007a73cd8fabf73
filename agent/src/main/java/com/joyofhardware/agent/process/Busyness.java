package com.joyofhardware.agent.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells processes that work from those that wait: by output, and by processor time. */
final class Busyness {
  /** Of one core: a shell that waits uses none, an idle language server less than this. */
  private static final double WORKING = 0.02;

  private static final long TICKS_A_SECOND = 100;
  private static final double NANOS = 1e9;

  private volatile boolean printed;
  private Map<Long, Long> ticks = Map.of();
  private long sampled = System.nanoTime();

  void printed() {
    printed = true;
  }

  synchronized boolean sample(Set<Child> children) {
    final boolean output = printed;
    printed = false;
    Set<Long> sessions = children.stream().map(Child::pid).collect(Collectors.toSet());
    Map<Long, Long> now = new HashMap<>();
    long used = 0;
    for (ProcessTable.Entry entry : ProcessTable.all()) {
      if (sessions.contains(entry.session())) {
        now.put(entry.pid(), entry.ticks());
        used += Math.max(0, entry.ticks() - ticks.getOrDefault(entry.pid(), 0L));
      }
    }
    long time = System.nanoTime();
    double seconds = (time - sampled) / NANOS;
    ticks = now;
    sampled = time;
    return output || used > WORKING * TICKS_A_SECOND * seconds;
  }
}
