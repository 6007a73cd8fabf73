package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes a sandbox away; every step may find that an earlier attempt did it already. */
final class SandboxRemover {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Slots slots;
  private final SlotUsers users;

  SandboxRemover(Slots slots, SlotUsers users) {
    this.slots = slots;
    this.users = users;
  }

  void remove(SandboxFolder folder, String boot) throws IOException, EngineException {
    if (!Files.exists(folder.path())) {
      return;
    }
    if (!Files.exists(folder.state())) {
      removeFiles(folder);
      return;
    }
    SandboxState state = SandboxState.read(folder.state());
    kill(folder, state, boot);
    state.controlGroups().remove();
    Disks.detach(folder);
    removeFiles(folder);
    slots.release(state.uid(), folder.path());
  }

  /** What somebody else removed the state of, or the whole folder, while it ran. */
  void removeOrphan(SandboxFolder folder, int uid, SandboxGroups groups)
      throws IOException, EngineException {
    kill(uid, groups);
    groups.remove();
    Disks.detach(folder);
    removeFiles(folder);
    slots.release(uid, folder.path());
  }

  private void kill(SandboxFolder folder, SandboxState state, String boot) throws IOException {
    Identity supervisor = state.supervisor();
    if (supervisor != null && state.boot().equals(boot) && HostProcesses.alive(supervisor)) {
      HostProcesses.kill(supervisor.pid());
      Await.until(PATIENCE, "the supervisor to end", () -> !HostProcesses.alive(supervisor));
    }
    if (slots.owned(state.uid(), folder.path())) {
      kill(state.uid(), state.controlGroups());
    }
  }

  private static void kill(int uid, SandboxGroups groups) throws IOException {
    Await.until(
        PATIENCE,
        "processes of uid " + uid + " to end",
        () -> {
          groups.kill();
          List<Long> left = HostProcesses.ofUid(uid);
          left.forEach(HostProcesses::kill);
          // Frozen processes see the signal when they go on.
          groups.thaw();
          return left.isEmpty();
        });
  }

  /** The state goes last but the folder, so that a removal that was cut short is taken up again. */
  void removeFiles(SandboxFolder folder) throws IOException, EngineException {
    if (Files.exists(folder.path())) {
      removeTree(
          "find . -mindepth 1 -maxdepth 1 ! -name state.json -exec rm -rf --one-file-system {} +",
          folder.path());
      Files.deleteIfExists(folder.state());
      Files.delete(folder.path());
    }
  }

  private void removeTree(String script, Path folder) throws EngineException {
    List<String> command = new ArrayList<>(users.elevation());
    command.addAll(List.of("/bin/sh", "-c", script));
    Commands.run(folder, command);
  }
}
