package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.EngineException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The writable files of sandboxes. Where loop devices may be used each sandbox has a file system of
 * its own, in a sparse image that is as large as its limit; else its files are plain folders.
 */
final class Disks {
  /** ext4 makes a journal of its own choice in a smaller one. */
  private static final long SMALLEST_WITH_SMALL_JOURNAL = 64L << 20;

  private final boolean images;

  private Disks(boolean images) {
    this.images = images;
  }

  static Disks plain() {
    return new Disks(false);
  }

  /** Tries it out, in a folder below {@code scratch}. */
  static Disks detect(Path scratch, boolean root) throws IOException {
    if (!root) {
      return plain();
    }
    Path path = Files.createTempDirectory(scratch, "disk-probe-");
    SandboxFolder folder = new SandboxFolder(path);
    boolean works;
    try {
      new Disks(true).create(folder, 16L << 20);
      unmount(folder);
      works = true;
    } catch (EngineException refused) {
      works = false;
    }
    Files.deleteIfExists(folder.image());
    Files.deleteIfExists(folder.disk());
    Files.delete(path);
    return new Disks(works);
  }

  boolean images() {
    return images;
  }

  void create(SandboxFolder folder, long bytes) throws IOException, EngineException {
    Files.createDirectory(folder.disk());
    if (!images) {
      return;
    }
    try (RandomAccessFile image = new RandomAccessFile(folder.image().toFile(), "rw")) {
      image.setLength(bytes);
    }
    List<String> command = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F", "-m", "0"));
    command.addAll(List.of("-E", "nodiscard,lazy_itable_init=1,lazy_journal_init=1"));
    if (bytes >= SMALLEST_WITH_SMALL_JOURNAL) {
      command.addAll(List.of("-J", "size=4"));
    }
    command.add("disk.img");
    Commands.run(folder.path(), command);
    mount(folder);
  }

  /** After a restart of the machine an ended sandbox's files are in an image only. */
  static void attach(SandboxFolder folder) throws IOException, EngineException {
    if (Files.exists(folder.image()) && !mounted(folder)) {
      Commands.run(folder.path(), List.of("/bin/sh", "-c", "e2fsck -p disk.img || [ $? -le 1 ]"));
      mount(folder);
    }
  }

  static void detach(SandboxFolder folder) throws IOException, EngineException {
    if (Files.isDirectory(folder.disk()) && mounted(folder)) {
      unmount(folder);
    }
  }

  private static void mount(SandboxFolder folder) throws EngineException {
    // Discard gives the space of removed files back to the host.
    Commands.run(
        folder.path(), List.of("mount", "-o", "loop,nodev,nosuid,discard", "disk.img", "disk"));
  }

  private static void unmount(SandboxFolder folder) throws EngineException {
    Commands.run(folder.path(), List.of("umount", "disk"));
  }

  private static boolean mounted(SandboxFolder folder) throws IOException {
    return !Files.getAttribute(folder.disk(), "unix:dev")
        .equals(Files.getAttribute(folder.path(), "unix:dev"));
  }
}
