package com.joyofhardware.engine.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a sandbox whose folder, disk and control groups are there, under its supervisor. */
final class SandboxLauncher {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LOG_TAIL = 2_000;

  private final EngineFiles files;
  private final SlotUsers users;
  private final ControlGroups groups;
  private final RootFilesystem filesystem;

  SandboxLauncher(
      EngineFiles files, SlotUsers users, ControlGroups groups, RootFilesystem filesystem) {
    this.files = files;
    this.users = users;
    this.groups = groups;
    this.filesystem = filesystem;
  }

  /**
   * Returns once the first process runs.
   *
   * @param supervisorUid the slot's uid as the supervisor counts
   */
  SandboxState launch(
      SandboxFolder folder, SandboxState state, ContainerSpec spec, int supervisorUid)
      throws IOException, EngineException {
    for (Path path :
        List.of(
            folder.groups(),
            folder.listen(),
            folder.workspace(),
            folder.home(),
            folder.agentState())) {
      Files.createDirectories(path);
    }
    filesystem.write(folder, spec, state.controlGroups());
    supervise(folder, command(state, spec, supervisorUid));
    try {
      Await.until(PATIENCE, "its first process", () -> first(folder).isPresent() || ended(folder));
    } catch (IOException e) {
      throw new EngineException(e.getMessage() + explanation(folder), e);
    }
    Optional<Identity> first = first(folder);
    Optional<Identity> supervisor =
        HostProcesses.identify(Long.parseLong(Files.readString(folder.supervisorPid()).strip()));
    if (first.isEmpty() || supervisor.isEmpty()) {
      throw new EngineException("the sandbox ended while it started" + explanation(folder));
    }
    return state.started(supervisor.get(), first.get());
  }

  private List<String> command(SandboxState state, ContainerSpec spec, int supervisorUid)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid", "--fork"));
    command.addAll(users.elevation());
    command.addAll(List.of("/bin/sh", files.script("supervise.sh").toString()));
    command.add(files.scripts().toString());
    List<Path> own = groups.supervisors();
    command.add(Integer.toString(own.size()));
    own.forEach(group -> command.add(group.toString()));
    command.add(String.join(" ", Rlimits.of(spec.resources(), groups.limits(), state.image())));
    command.add(Integer.toString(supervisorUid));
    command.add(Integer.toString(state.groups().size()));
    command.addAll(state.groups());
    command.addAll(filesystem.agent(state.id(), spec));
    return command;
  }

  private static void supervise(SandboxFolder folder, List<String> command)
      throws IOException, EngineException {
    Process process =
        Commands.prepare(folder.path(), command)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(folder.log().toFile())
            .start();
    try {
      // setsid forks and ends at once; the supervisor is no child of ours and isn't waited for.
      int status = process.waitFor();
      if (status != 0) {
        throw new EngineException("setsid ended with " + status + explanation(folder));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while a sandbox started", e);
    }
  }

  /** bubblewrap's first line of status names the process it made in the new namespaces. */
  private static Optional<Identity> first(SandboxFolder folder) throws IOException {
    if (!Files.exists(folder.status()) || !Files.exists(folder.supervisorPid())) {
      return Optional.empty();
    }
    String status = Files.readString(folder.status());
    int end = status.indexOf('\n');
    if (end < 0) {
      return Optional.empty();
    }
    JsonObject line = JsonParser.parseString(status.substring(0, end)).getAsJsonObject();
    return HostProcesses.identify(line.get("child-pid").getAsLong());
  }

  private static boolean ended(SandboxFolder folder) {
    return Files.exists(folder.ended());
  }

  private static String explanation(SandboxFolder folder) throws IOException {
    String log = Files.exists(folder.log()) ? Files.readString(folder.log()).strip() : "";
    return log.isEmpty()
        ? ""
        : ": " + log.substring(Math.max(0, log.length() - LOG_TAIL)).replace('\n', ' ');
  }
}
