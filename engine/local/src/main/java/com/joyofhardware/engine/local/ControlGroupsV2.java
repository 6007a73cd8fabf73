package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Control groups of version 2. Sandboxes are siblings of our own group, not children: a group with
 * processes in it can't hand controllers down, and systemd ends a service with all groups below.
 */
final class ControlGroupsV2 implements ControlGroups {
  /** Half of the usual: the master stays quick beside sandboxes that compute. */
  private static final int WEIGHT = 50;

  private static final int CPU_PERIOD_MICROS = 100_000;
  private static final Map<String, Limit> CONTROLLERS =
      Map.of("memory", Limit.MEMORY, "pids", Limit.PROCESSES, "cpu", Limit.CPU);

  private final Path base;
  private final List<Limit> limits;

  private ControlGroupsV2(Path base, List<Limit> limits) {
    this.base = base;
    this.limits = List.copyOf(limits);
  }

  /** {@code own} is the group that this process runs in. */
  static ControlGroups detect(Path own) {
    Path parent = own.resolve("..").normalize();
    Path base = Files.exists(parent.resolve("cgroup.procs")) ? parent : own;
    if (!Files.isWritable(base) || !Files.isWritable(base.resolve("cgroup.procs"))) {
      return new None();
    }
    List<Limit> limits = new ArrayList<>();
    CONTROLLERS.forEach((controller, limit) -> {
      if (enabled(base, controller)) {
        limits.add(limit);
      }
    });
    return new ControlGroupsV2(base, limits);
  }

  private static boolean enabled(Path base, String controller) {
    Path control = base.resolve("cgroup.subtree_control");
    try {
      if (!List.of(Files.readString(control).strip().split(" ", -1)).contains(controller)) {
        Files.writeString(control, "+" + controller, StandardOpenOption.WRITE);
      }
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Override
  public List<Limit> limits() {
    return limits;
  }

  @Override
  public SandboxGroups of(ContainerId id) {
    return new SandboxGroups(List.of(base.resolve("joy-" + id)));
  }

  @Override
  public void create(SandboxGroups groups, Resources resources) throws IOException {
    Path group = Files.createDirectory(groups.paths().getFirst());
    for (Limit limit : limits) {
      switch (limit) {
        case MEMORY -> limitMemory(group, resources.memory());
        case PROCESSES -> write(group, "pids.max", Integer.toString(resources.processes()));
        case CPU -> limitCpu(group, resources.cores());
      }
    }
  }

  @Override
  public List<Path> supervisors() throws IOException {
    return List.of(Files.createDirectories(base.resolve("joy-sandboxes")));
  }

  private static void limitCpu(Path group, double cores) throws IOException {
    write(group, "cpu.max", Math.round(cores * CPU_PERIOD_MICROS) + " " + CPU_PERIOD_MICROS);
    if (Files.exists(group.resolve("cpu.weight"))) {
      write(group, "cpu.weight", Integer.toString(WEIGHT));
    }
  }

  private static void limitMemory(Path group, long bytes) throws IOException {
    write(group, "memory.max", Long.toString(bytes));
    if (Files.exists(group.resolve("memory.swap.max"))) {
      write(group, "memory.swap.max", "0");
    }
  }

  private static void write(Path group, String file, String value) throws IOException {
    Files.writeString(group.resolve(file), value, StandardOpenOption.WRITE);
  }
}
