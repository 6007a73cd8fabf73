package com.joyofhardware.agent.telemetry;

import com.joyofhardware.protocol.agent.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Makes samples: each tells of the time since the one before. */
final class Telemeter {
  /** The CPU time and its moment of the sample before. */
  private record Mark(long cpuNanos, long millis) {}

  private final UsageSource source;
  private final InstantSource clock;
  private Optional<Mark> mark = Optional.empty();

  Telemeter(UsageSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** From the own cgroup of either version, else from the processes. */
  static UsageSource source(Host host) throws IOException {
    Cgroups cgroups = new Cgroups(host);
    Optional<Path> unified = cgroups.unified();
    if (unified.isPresent()) {
      return new UnifiedUsage(host, unified.get());
    }
    Optional<Path> accounting = cgroups.controller("cpuacct");
    Optional<Path> memory = cgroups.controller("memory");
    if (accounting.isPresent() && memory.isPresent()) {
      return new ControllerUsage(
          host,
          accounting.get(),
          memory.get(),
          cgroups.controller("cpu"),
          cgroups.controller("pids"));
    }
    return new ProcessUsage(host);
  }

  /** The first sample has nothing to compare with: its CPU is 0. */
  Telemetry sample() throws IOException {
    Usage now = source.read();
    long millis = clock.millis();
    double percent =
        mark.filter(before -> millis > before.millis())
            .map(before ->
                100.0
                    * Math.max(0, now.cpuNanos() - before.cpuNanos())
                    / ((millis - before.millis()) * 1_000_000.0))
            .orElse(0.0);
    mark = Optional.of(new Mark(now.cpuNanos(), millis));
    return new Telemetry(
        millis,
        Math.round(percent * 10) / 10.0,
        now.cpuLimitPercent(),
        now.memory(),
        now.memoryLimit(),
        now.tasks(),
        source.name());
  }
}
