package com.joyofhardware.agent.telemetry;

import java.io.IOException;
import java.nio.file.Path;

/** A cgroup of version 2 (the kernel's {@code admin-guide/cgroup-v2.rst}). */
final class UnifiedUsage implements UsageSource {
  private final Host host;
  private final Path at;

  UnifiedUsage(Host host, Path at) {
    this.host = host;
    this.at = at;
  }

  @Override
  public String name() {
    return "cgroup2";
  }

  @Override
  public Usage read() throws IOException {
    long used = host.number(at.resolve("memory.current")).orElse(0);
    Path stat = at.resolve("memory.stat");
    long cache = host.value(stat, "inactive_file") + host.value(stat, "active_file");
    return new Usage(
        host.value(at.resolve("cpu.stat"), "usage_usec") * 1_000,
        cpuLimit(),
        Math.max(0, used - cache),
        Math.min(host.number(at.resolve("memory.max")).orElse(Long.MAX_VALUE), host.memory()),
        (int) host.number(at.resolve("pids.current")).orElse(0));
  }

  /** {@code cpu.max} is "quota period" in microseconds, or "max period". */
  private double cpuLimit() throws IOException {
    String[] words = host.text(at.resolve("cpu.max")).orElse("max").strip().split("\\s+", -1);
    double all = host.cores() * 100.0;
    return words.length == 2 && !words[0].equals("max")
        ? Math.min(all, 100.0 * Long.parseLong(words[0]) / Long.parseLong(words[1]))
        : all;
  }
}
