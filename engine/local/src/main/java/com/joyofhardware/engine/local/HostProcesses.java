package com.joyofhardware.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as {@code /proc} has them now. */
final class HostProcesses {
  private static final Path PROC = Path.of("/proc");

  private HostProcesses() {}

  /**
   * A process that is named by more than its pid, which the kernel gives to another one day.
   *
   * @param ticks start time in clock ticks since boot
   */
  record Identity(long pid, long ticks) {}

  /**
   * One line of {@code /proc/PID/stat}.
   *
   * @param state the kernel's letter: R, S, D, T (stopped), Z (dead, not yet reaped), …
   */
  record Stat(char state, long ticks) {
    boolean alive() {
      return state != 'Z' && state != 'X';
    }

    boolean stopped() {
      return state == 'T';
    }
  }

  static String bootId() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Stat> stat(long pid) {
    try {
      // The name in parentheses may hold anything; what follows the last one has no surprises.
      String line =
          new String(Files.readAllBytes(PROC.resolve(pid + "/stat")), StandardCharsets.ISO_8859_1);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(new Stat(fields[0].charAt(0), Long.parseLong(fields[19])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  static Optional<Identity> identify(long pid) {
    return stat(pid).filter(Stat::alive).map(stat -> new Identity(pid, stat.ticks()));
  }

  static boolean alive(Identity process) {
    return stat(process.pid())
        .filter(stat -> stat.alive() && stat.ticks() == process.ticks())
        .isPresent();
  }

  /** Living processes of which any uid (real, effective, saved, file system) is this one. */
  static List<Long> ofUid(int uid) throws IOException {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (hasUid(entry, uid)) {
          found.add(Long.valueOf(entry.getFileName().toString()));
        }
      }
    }
    return found;
  }

  private static boolean hasUid(Path entry, int uid) {
    try {
      String wanted = Integer.toString(uid);
      boolean owner = false;
      for (String line :
          Files.readString(entry.resolve("status"), StandardCharsets.ISO_8859_1).split("\n", -1)) {
        if (line.startsWith("State:\tZ") || line.startsWith("State:\tX")) {
          return false;
        }
        if (line.startsWith("Uid:")) {
          owner = List.of(line.substring(4).strip().split("\t", -1)).contains(wanted);
        }
      }
      return owner;
    } catch (IOException gone) {
      return false;
    }
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
