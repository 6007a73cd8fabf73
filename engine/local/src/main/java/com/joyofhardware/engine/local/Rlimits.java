package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.ControlGroups.Limit;
import com.joyofhardware.engine.spi.Resources;
import java.util.ArrayList;
import java.util.List;

/** Limits of prlimit(1) that a sandbox's first process hands down. */
final class Rlimits {
  private Rlimits() {}

  /**
   * @param kept what control groups keep already
   * @param image whether its disk limit is a file system's size
   */
  static List<String> of(Resources resources, List<Limit> kept, boolean image) {
    List<String> limits = new ArrayList<>();
    limits.add("--core=0");
    // The kernel counts by uid, and the slot's uid runs nothing but this sandbox.
    limits.add("--nproc=" + resources.processes());
    if (!kept.contains(Limit.MEMORY)) {
      limits.add("--data=" + resources.memory());
    }
    if (!image) {
      limits.add("--fsize=" + resources.disk());
    }
    return limits;
  }
}
