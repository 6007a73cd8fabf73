package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.spi.Container.Phase;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox as its files and {@code /proc} have it now.
 *
 * @param detail why it ended
 */
record SandboxView(SandboxState state, Phase phase, @Nullable Long pid, @Nullable String detail) {

  static SandboxView of(SandboxFolder folder, String boot) throws IOException {
    SandboxState state = SandboxState.read(folder.state());
    Identity first = state.first();
    if (first == null) {
      return ended(state, "its start was interrupted");
    }
    if (!state.boot().equals(boot)) {
      return ended(state, "the machine was started again");
    }
    if (!HostProcesses.alive(first)) {
      return ended(state, reason(folder, state));
    }
    boolean frozen = SandboxFreezer.frozen(state, first);
    return new SandboxView(state, frozen ? Phase.FROZEN : Phase.RUNNING, first.pid(), null);
  }

  private static SandboxView ended(SandboxState state, String detail) {
    return new SandboxView(state, Phase.ENDED, null, detail);
  }

  private static String reason(SandboxFolder folder, SandboxState state) throws IOException {
    if (Files.exists(folder.cause())) {
      return Files.readString(folder.cause());
    }
    String status = Files.exists(folder.ended()) ? Files.readString(folder.ended()).strip() : "";
    String what =
        status.isEmpty()
            ? "its processes are gone, and so is its supervisor"
            : "its first process ended with status " + status;
    long kills = state.controlGroups().memoryKills();
    return kills == 0
        ? what
        : what + "; the kernel ended " + kills + " process(es) for want of memory";
  }
}
