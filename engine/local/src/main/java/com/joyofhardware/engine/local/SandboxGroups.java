package com.joyofhardware.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The control groups of one sandbox, of either version; they say themselves what they can do. */
record SandboxGroups(List<Path> paths) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Version 1's controllers that tell what is used, by a file that only their group has. */
  private static final Map<String, String> TELLING =
      Map.of(
          "cpu", "cpu.cfs_quota_us",
          "cpuacct", "cpuacct.usage",
          "memory", "memory.usage_in_bytes",
          "pids", "pids.current");

  SandboxGroups {
    paths = List.copyOf(paths);
  }

  /**
   * The groups that tell what the sandbox uses, by the folder where programs inside look for them,
   * below {@code /sys/fs/cgroup}; that of version 2 is that folder itself, the empty name.
   */
  SortedMap<String, Path> telling() {
    SortedMap<String, Path> telling = new TreeMap<>();
    for (Path path : paths) {
      if (Files.exists(path.resolve("cgroup.controllers"))) {
        telling.put("", path);
        continue;
      }
      String controllers =
          TELLING.entrySet().stream()
              .filter(controller -> Files.exists(path.resolve(controller.getValue())))
              .map(Map.Entry::getKey)
              .sorted()
              .collect(Collectors.joining(","));
      if (!controllers.isEmpty()) {
        telling.put(controllers, path);
      }
    }
    return telling;
  }

  boolean canFreeze() {
    return with("freezer.state").isPresent() || with("cgroup.freeze").isPresent();
  }

  boolean frozen() throws IOException {
    Optional<Path> v1 = with("freezer.state");
    if (v1.isPresent()) {
      return !Files.readString(v1.get()).strip().equals("THAWED");
    }
    Optional<Path> v2 = with("cgroup.freeze");
    return v2.isPresent() && Files.readString(v2.get()).strip().equals("1");
  }

  /** Returns once no process of the group runs. */
  void freeze() throws IOException {
    Optional<Path> v1 = with("freezer.state");
    if (v1.isPresent()) {
      // Written again while it says FREEZING: a fork at the wrong moment keeps it there.
      Await.until(
          PATIENCE,
          "its processes to freeze",
          () -> {
            write(v1.get(), "FROZEN");
            return Files.readString(v1.get()).strip().equals("FROZEN");
          });
      return;
    }
    Optional<Path> v2 = with("cgroup.freeze");
    if (v2.isPresent()) {
      write(v2.get(), "1");
      Path events = v2.get().resolveSibling("cgroup.events");
      Await.until(
          PATIENCE,
          "its processes to freeze",
          () -> Files.readString(events).lines().anyMatch("frozen 1"::equals));
    }
  }

  void thaw() throws IOException {
    Optional<Path> v1 = with("freezer.state");
    if (v1.isPresent()) {
      write(v1.get(), "THAWED");
    }
    Optional<Path> v2 = with("cgroup.freeze");
    if (v2.isPresent()) {
      write(v2.get(), "0");
    }
  }

  /** Ends every process at once where the kernel offers that (version 2, Linux 5.14). */
  void kill() throws IOException {
    Optional<Path> all = with("cgroup.kill");
    if (all.isPresent()) {
      write(all.get(), "1");
    }
  }

  /** How often the kernel ended a process because the memory limit was reached. */
  long memoryKills() throws IOException {
    for (String file : List.of("memory.oom_control", "memory.events")) {
      Optional<Path> counts = with(file);
      if (counts.isPresent()) {
        return Files.readString(counts.get())
            .lines()
            .filter(line -> line.startsWith("oom_kill "))
            .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
            .sum();
      }
    }
    return 0;
  }

  /** The groups must be empty; the kernel may take a moment to see that they are. */
  void remove() throws IOException {
    for (Path path : paths) {
      Await.until(PATIENCE, path + " to be empty", () -> removed(path));
    }
  }

  private static boolean removed(Path path) {
    return path.toFile().delete() || !Files.exists(path);
  }

  private Optional<Path> with(String file) {
    return paths.stream().map(path -> path.resolve(file)).filter(Files::exists).findFirst();
  }

  private static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardOpenOption.WRITE);
  }
}
