package com.joyofhardware.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folders of this process's own control groups, by controller ({@code memory}, …; {@code
 * name=systemd}; empty for the unified hierarchy). See cgroups(7) and proc_pid_mountinfo(5).
 */
record CgroupMounts(Map<String, Path> own) {
  CgroupMounts {
    own = Map.copyOf(own);
  }

  static CgroupMounts read() {
    try {
      return parse(
          Files.readAllLines(Path.of("/proc/self/mountinfo")),
          Files.readAllLines(Path.of("/proc/self/cgroup")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CgroupMounts parse(List<String> mountinfo, List<String> cgroups) {
    Map<String, String> paths = new HashMap<>();
    for (String line : cgroups) {
      String[] fields = line.split(":", 3);
      for (String controller : fields[1].split(",", -1)) {
        paths.put(controller, fields[2]);
      }
    }
    Map<String, Path> own = new HashMap<>();
    for (String line : mountinfo) {
      String[] halves = line.split(" - ", 2);
      String[] mount = halves[0].split(" ", -1);
      String[] system = halves[1].split(" ", 3);
      if (system[0].equals("cgroup2")) {
        put(own, "", mount, paths.get(""));
      } else if (system[0].equals("cgroup")) {
        for (String option : system[2].split(",", -1)) {
          put(own, option, mount, paths.get(option));
        }
      }
    }
    return new CgroupMounts(own);
  }

  private static void put(
      Map<String, Path> own, String controller, String[] mount, @Nullable String path) {
    if (path == null) {
      return;
    }
    // In a container the mount shows a part of the hierarchy, from the group in field 4 on.
    Path root = Path.of(mount[3]);
    Path group = Path.of(path);
    Path inside = group.startsWith(root) ? root.relativize(group) : Path.of("");
    own.put(controller, Path.of(mount[4]).resolve(inside).normalize());
  }

  Optional<Path> controller(String name) {
    return Optional.ofNullable(own.get(name));
  }

  Optional<Path> unified() {
    return controller("");
  }
}
