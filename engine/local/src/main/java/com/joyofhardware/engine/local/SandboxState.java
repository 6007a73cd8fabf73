package com.joyofhardware.engine.local;

import com.google.gson.JsonParseException;
import com.joyofhardware.engine.local.HostProcesses.Identity;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Size;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a later engine has to know of a sandbox to list and stop it.
 *
 * @param uid host uid of its slot
 * @param created when its start began
 * @param groups folders of its control groups
 * @param image whether its writable files are a file system of their own, in {@code disk.img}
 * @param boot the machine's boot in which pids and ticks mean something
 * @param supervisor null until its first process runs
 * @param first the process that all others of the sandbox descend from
 */
record SandboxState(
    ContainerId id,
    Size size,
    Resources resources,
    int uid,
    Instant created,
    List<String> groups,
    boolean image,
    String boot,
    @Nullable Identity supervisor,
    @Nullable Identity first) {
  SandboxState {
    groups = List.copyOf(groups);
  }

  /** Before anything of it exists but its folder and slot. */
  static SandboxState starting(
      ContainerId id,
      ContainerSpec spec,
      int uid,
      Instant created,
      SandboxGroups groups,
      boolean image,
      String boot) {
    return new SandboxState(
        id,
        spec.size(),
        spec.resources(),
        uid,
        created,
        groups.paths().stream().map(Path::toString).toList(),
        image,
        boot,
        null,
        null);
  }

  SandboxState started(Identity supervisor, Identity first) {
    return new SandboxState(
        id, size, resources, uid, created, groups, image, boot, supervisor, first);
  }

  SandboxGroups controlGroups() {
    return new SandboxGroups(groups.stream().map(Path::of).toList());
  }

  static SandboxState read(Path file) throws IOException {
    try {
      SandboxState state = Json.gson().fromJson(Files.readString(file), SandboxState.class);
      if (state == null) {
        throw new IOException("a sandbox's state is empty: " + file);
      }
      return state;
    } catch (JsonParseException e) {
      throw new IOException("not a sandbox's state: " + file, e);
    }
  }

  /** Whole or not at all, also when the power fails. */
  void write(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, Json.gson().toJson(this).getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
