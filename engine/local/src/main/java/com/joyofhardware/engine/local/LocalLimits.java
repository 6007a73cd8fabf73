package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.ControlGroups.Limit;
import java.util.List;

/** What keeps each limit on this machine, in words for an administrator. */
public record LocalLimits(String memory, String processes, String cpu, String disk) {
  static LocalLimits of(List<Limit> groups, boolean images) {
    return new LocalLimits(
        groups.contains(Limit.MEMORY)
            ? "control group"
            : "rlimit for each process alone: together they may take more",
        groups.contains(Limit.PROCESSES) ? "control group and rlimit" : "rlimit of the slot's uid",
        groups.contains(Limit.CPU) ? "control group" : "none",
        images
            ? "file system of its own"
            : "watched while the engine runs: what makes files longer is refused or ended some seconds"
                + " after the limit is passed, the sandbox a tenth beyond it");
  }
}
