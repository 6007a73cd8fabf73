package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.local.HostProcesses.Stat;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stops a sandbox where it is: by its control group, else by signals to each process. */
final class SandboxFreezer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** {@code first} is the sandbox's first process. */
  static boolean frozen(SandboxState state, Identity first) throws IOException {
    SandboxGroups groups = state.controlGroups();
    return groups.canFreeze()
        ? groups.frozen()
        : HostProcesses.stat(first.pid()).filter(Stat::stopped).isPresent();
  }

  void freeze(SandboxState state) throws IOException, EngineException {
    SandboxGroups groups = state.controlGroups();
    if (groups.canFreeze()) {
      groups.freeze();
      return;
    }
    // A process may fork while the others are stopped, so this ends when a look finds none that
    // runs.
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<Long> awake = awake(state);
    while (!awake.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new EngineException("processes go on in spite of signals: " + awake);
      }
      signal("STOP", awake);
      awake = awake(state);
    }
  }

  void thaw(SandboxState state) throws IOException, EngineException {
    SandboxGroups groups = state.controlGroups();
    if (groups.canFreeze()) {
      groups.thaw();
    } else {
      signal("CONT", HostProcesses.ofUid(state.uid()));
    }
  }

  private static List<Long> awake(SandboxState state) throws IOException {
    return HostProcesses.ofUid(state.uid()).stream()
        .filter(pid -> HostProcesses.stat(pid).filter(stat -> !stat.stopped()).isPresent())
        .toList();
  }

  /** Some may be gone meanwhile; kill(1) reports that and signals the others. */
  private static void signal(String signal, List<Long> pids) throws EngineException {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c"));
    command.add("kill -" + signal + " \"$@\" 2>/dev/null || :");
    command.add("kill");
    pids.forEach(pid -> command.add(pid.toString()));
    Commands.run(Path.of("/"), command);
  }
}
