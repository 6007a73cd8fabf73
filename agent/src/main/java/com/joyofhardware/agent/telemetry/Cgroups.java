package com.joyofhardware.agent.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the folders of this process's own cgroup, from {@code /proc/self/cgroup} and {@code
 * /proc/self/mountinfo} (cgroups(7), proc_pid_mountinfo(5)).
 */
final class Cgroups {
  private final Host host;

  Cgroups(Host host) {
    this.host = host;
  }

  /** The cgroup of version 2, where it is not the root and has the files we need. */
  Optional<Path> unified() throws IOException {
    Optional<String> own = ownPath("");
    if (own.isEmpty()) {
      return Optional.empty();
    }
    return mounted("cgroup2", "", own.get())
        .filter(at -> Files.exists(at.resolve("cpu.stat")))
        .filter(at -> Files.exists(at.resolve("memory.current")));
  }

  /** The cgroup of version 1 for a controller, where it is not the machine's whole. */
  Optional<Path> controller(String name) throws IOException {
    Optional<String> own = ownPath(name);
    return own.isEmpty() ? Optional.empty() : mounted("cgroup", name, own.get());
  }

  private Optional<String> ownPath(String controller) throws IOException {
    for (String line : host.lines(host.path("/proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3
          && (controller.isEmpty()
              ? parts[0].equals("0") && parts[1].isEmpty()
              : Arrays.asList(parts[1].split(",")).contains(controller))) {
        return Optional.of(parts[2]);
      }
    }
    return Optional.empty();
  }

  /**
   * A hierarchy is mounted from some folder of it on. Where that is our own cgroup (a container
   * without a cgroup namespace) or the namespace's root, the mount point is what we want. The root
   * of the whole hierarchy is the machine, not a container.
   */
  private Optional<Path> mounted(String type, String controller, String own) throws IOException {
    for (String line : host.lines(host.path("/proc/self/mountinfo"))) {
      String[] halves = line.split(" - ", 2);
      String[] mount = halves[0].split(" ", -1);
      String[] system = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
      if (mount.length < 5 || system.length < 3 || !system[0].equals(type)) {
        continue;
      }
      if (!controller.isEmpty() && !Arrays.asList(system[2].split(",")).contains(controller)) {
        continue;
      }
      String from = mount[3];
      String below =
          from.equals("/") ? own : own.startsWith(from) ? own.substring(from.length()) : "";
      Path at = host.path(mount[4]).resolve(below.replaceFirst("^/+", "")).normalize();
      if (Files.isDirectory(at) && !isMachine(at, type)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Only below the root has a cgroup limits, and with them these files. */
  private static boolean isMachine(Path at, String type) {
    return type.equals("cgroup2")
        ? !Files.exists(at.resolve("memory.max"))
        : Files.exists(at.resolve("release_agent"));
  }
}
