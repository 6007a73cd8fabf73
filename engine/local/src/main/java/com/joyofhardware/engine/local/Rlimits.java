package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.ControlGroups.Limit;
import com.joyofhardware.engine.spi.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Limits of prlimit(1) that a sandbox's first process hands down. */
final class Rlimits {
  private static final Pattern BLANKS = Pattern.compile(" +");

  private Rlimits() {}

  /**
   * @param kept what control groups keep already
   * @param image whether its disk limit is a file system's size
   */
  static List<String> of(Resources resources, List<Limit> kept, boolean image) throws IOException {
    List<String> limits = new ArrayList<>();
    limits.add("--core=0");
    // The kernel counts by uid, and the slot's uid runs nothing but this sandbox.
    limits.add("--nproc=" + Math.min(resources.processes(), hardLimit("Max processes")));
    if (!kept.contains(Limit.MEMORY)) {
      limits.add("--data=" + resources.memory());
    }
    if (!image) {
      limits.add("--fsize=" + resources.disk());
    }
    return limits;
  }

  /** Without root nobody may raise a limit that was set for us. */
  private static long hardLimit(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith(name)) {
        String hard = BLANKS.split(line.substring(name.length()).strip(), -1)[1];
        return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
      }
    }
    return Long.MAX_VALUE;
  }
}
