package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Control groups of version 1: a hierarchy for each controller. */
final class ControlGroupsV1 implements ControlGroups {
  /** Half of a usual process's: the master stays quick beside sandboxes that compute. */
  private static final int SHARES = 512;

  private static final int CPU_PERIOD_MICROS = 100_000;

  private final Map<Limit, Path> bases;
  private final List<Path> unlimited;
  private final Optional<Path> systemd;

  /**
   * By folders of this process's own groups.
   *
   * @param unlimited hierarchies that freeze, or tell what is used
   */
  private ControlGroupsV1(Map<Limit, Path> bases, List<Path> unlimited, Optional<Path> systemd) {
    this.bases = bases;
    this.unlimited = unlimited;
    this.systemd = systemd;
  }

  static ControlGroupsV1 detect(CgroupMounts mounts) {
    Map<Limit, Path> bases = new EnumMap<>(Limit.class);
    usable(mounts, "memory").ifPresent(base -> bases.put(Limit.MEMORY, base));
    usable(mounts, "pids").ifPresent(base -> bases.put(Limit.PROCESSES, base));
    usable(mounts, "cpu").ifPresent(base -> bases.put(Limit.CPU, base));
    List<Path> unlimited =
        Stream.of("freezer", "cpuacct").flatMap(name -> usable(mounts, name).stream()).toList();
    return new ControlGroupsV1(bases, unlimited, usable(mounts, "name=systemd"));
  }

  private static Optional<Path> usable(CgroupMounts mounts, String controller) {
    return mounts.controller(controller).filter(Files::isWritable);
  }

  @Override
  public List<Limit> limits() {
    return List.copyOf(bases.keySet());
  }

  @Override
  public SandboxGroups of(ContainerId id) {
    return new SandboxGroups(
        Stream.concat(bases.values().stream(), unlimited.stream())
            .map(base -> base.resolve("joy-" + id))
            .distinct()
            .toList());
  }

  @Override
  public void create(SandboxGroups groups, Resources resources) throws IOException {
    for (Path group : groups.paths()) {
      Files.createDirectory(group);
      for (Map.Entry<Limit, Path> base : bases.entrySet()) {
        if (base.getValue().equals(group.getParent())) {
          limit(base.getKey(), group, resources);
        }
      }
    }
  }

  private static void limit(Limit limit, Path group, Resources resources) throws IOException {
    switch (limit) {
      case MEMORY -> limitMemory(group, resources.memory());
      case PROCESSES -> write(group, "pids.max", resources.processes());
      case CPU -> limitCpu(group, resources.cores());
    }
  }

  /** systemd ends a service by its group in this hierarchy (on its own or beside the unified). */
  @Override
  public List<Path> supervisors() throws IOException {
    if (systemd.isEmpty()) {
      return List.of();
    }
    Path own = systemd.get();
    Path parent = own.resolve("..").normalize();
    Path base = Files.exists(parent.resolve("cgroup.procs")) ? parent : own;
    return List.of(Files.createDirectories(base.resolve("joy-sandboxes")));
  }

  private static void limitMemory(Path group, long bytes) throws IOException {
    write(group, "memory.limit_in_bytes", bytes);
    if (Files.exists(group.resolve("memory.memsw.limit_in_bytes"))) {
      write(group, "memory.memsw.limit_in_bytes", bytes);
    }
  }

  private static void limitCpu(Path group, double cores) throws IOException {
    write(group, "cpu.cfs_period_us", CPU_PERIOD_MICROS);
    write(group, "cpu.cfs_quota_us", Math.round(cores * CPU_PERIOD_MICROS));
    write(group, "cpu.shares", SHARES);
  }

  private static void write(Path group, String file, long value) throws IOException {
    Files.writeString(group.resolve(file), Long.toString(value), StandardOpenOption.WRITE);
  }
}
