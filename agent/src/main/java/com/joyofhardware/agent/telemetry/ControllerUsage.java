package com.joyofhardware.agent.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Cgroups of version 1 (the kernel's {@code admin-guide/cgroup-v1}). */
final class ControllerUsage implements UsageSource {
  private final Host host;
  private final Path accounting;
  private final Path memory;
  private final Optional<Path> cpu;
  private final Optional<Path> pids;

  ControllerUsage(
      Host host, Path accounting, Path memory, Optional<Path> cpu, Optional<Path> pids) {
    this.host = host;
    this.accounting = accounting;
    this.memory = memory;
    this.cpu = cpu;
    this.pids = pids;
  }

  @Override
  public String name() {
    return "cgroup1";
  }

  @Override
  public Usage read() throws IOException {
    long used = host.number(memory.resolve("memory.usage_in_bytes")).orElse(0);
    Path stat = memory.resolve("memory.stat");
    long cache = host.value(stat, "total_inactive_file") + host.value(stat, "total_active_file");
    long limit = host.number(memory.resolve("memory.limit_in_bytes")).orElse(Long.MAX_VALUE);
    OptionalLong tasks =
        pids.isPresent()
            ? host.number(pids.get().resolve("pids.current"))
            : OptionalLong.of(host.lines(memory.resolve("tasks")).size());
    return new Usage(
        host.number(accounting.resolve("cpuacct.usage")).orElse(0),
        cpuLimit(),
        Math.max(0, used - cache),
        Math.min(limit, host.memory()),
        (int) tasks.orElse(0));
  }

  /** The quota is -1 where there is none. */
  private double cpuLimit() throws IOException {
    double all = host.cores() * 100.0;
    if (cpu.isEmpty()) {
      return all;
    }
    OptionalLong quota = host.number(cpu.get().resolve("cpu.cfs_quota_us"));
    OptionalLong period = host.number(cpu.get().resolve("cpu.cfs_period_us"));
    return quota.isPresent() && period.isPresent() && period.getAsLong() > 0
        ? Math.min(all, 100.0 * quota.getAsLong() / period.getAsLong())
        : all;
  }
}
