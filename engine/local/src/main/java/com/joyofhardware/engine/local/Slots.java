package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.SlotUsers.Slot;
import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives each sandbox of this machine a uid of its own, whichever engine starts it. A file per uid
 * names the sandbox's folder; it outlives the process, as the sandbox does.
 */
final class Slots {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SlotUsers users;
  private final Path folder;

  Slots(SlotUsers users) throws IOException {
    this(users, users.locks());
  }

  Slots(SlotUsers users, Path folder) throws IOException {
    this.users = users;
    this.folder = Files.createDirectories(folder);
  }

  /** Takes a slot for a sandbox whose state is in this folder. */
  synchronized Slot take(Path sandbox) throws IOException, EngineException {
    try (FileChannel channel = lockFile();
        FileLock _ = lock(channel)) {
      Optional<Slot> free = Optional.empty();
      for (Slot slot : (Iterable<Slot>) users.slots()::iterator) {
        if (free(slot)) {
          free = Optional.of(slot);
          break;
        }
      }
      Slot slot =
          free.orElseThrow(() ->
              new EngineException(
                  "all " + users.slots().count() + " slots of this machine are in use"));
      Files.writeString(file(slot.host()), sandbox.toString());
      return slot;
    }
  }

  /**
   * Sandboxes in this folder that have a slot, with its uid, whether anything is left of them or
   * not.
   */
  Map<Path, Integer> heldIn(Path sandboxes) throws IOException {
    Map<Path, Integer> held = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path file : files) {
        Path sandbox = Path.of(Files.readString(file));
        if (sandboxes.equals(sandbox.getParent())) {
          held.put(sandbox, Integer.valueOf(file.getFileName().toString()));
        }
      }
    }
    return held;
  }

  /** Only its owner may end a uid's processes: a lost sandbox's uid may be another's by now. */
  boolean owned(int uid, Path sandbox) throws IOException {
    Path file = file(uid);
    return Files.exists(file) && Files.readString(file).equals(sandbox.toString());
  }

  synchronized void release(int uid, Path sandbox) throws IOException {
    try (FileChannel channel = lockFile();
        FileLock _ = lock(channel)) {
      if (owned(uid, sandbox)) {
        Files.delete(file(uid));
      }
    }
  }

  /** Free, or held for a sandbox of which neither folder nor process is left. */
  private boolean free(Slot slot) throws IOException {
    Path file = file(slot.host());
    if (Files.exists(file) && Files.exists(Path.of(Files.readString(file)))) {
      return false;
    }
    return HostProcesses.ofUid(slot.host()).isEmpty();
  }

  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Other processes are waited for by the kernel; other engines of this process are not. */
  private static FileLock lock(FileChannel channel) throws IOException {
    AtomicReference<@Nullable FileLock> held = new AtomicReference<>();
    Await.until(
        PATIENCE,
        "another engine of this process to take a slot",
        () -> {
          try {
            held.set(channel.lock());
            return true;
          } catch (OverlappingFileLockException e) {
            return false;
          }
        });
    return Objects.requireNonNull(held.get());
  }

  private Path file(int uid) {
    return folder.resolve(Integer.toString(uid));
  }
}
