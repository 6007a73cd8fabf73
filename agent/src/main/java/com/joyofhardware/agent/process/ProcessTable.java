package com.joyofhardware.agent.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What /proc says about processes (proc_pid_stat(5)). One that has ended is left out. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private ProcessTable() {}

  /**
   * One process.
   *
   * @param ticks user and system time in clock ticks, 100 a second
   */
  public record Entry(long pid, String command, long group, long session, long ticks) {}

  public static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        entry(folder).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list processes in /proc", e);
    }
    return entries;
  }

  static List<Entry> inSession(long session) {
    return all().stream().filter(entry -> entry.session() == session).toList();
  }

  /** Processes started with this line, {@code NAME=value}, in their environment. */
  static List<Entry> withEnvironment(String line) {
    String wanted = "\0" + latin(line.getBytes(StandardCharsets.UTF_8)) + "\0";
    Predicate<Entry> carries =
        entry -> {
          try {
            Path environment = PROC.resolve(entry.pid() + "/environ");
            return ("\0" + latin(Files.readAllBytes(environment))).contains(wanted);
          } catch (IOException e) {
            return false; // ended, or another user's
          }
        };
    return all().stream().filter(carries).toList();
  }

  public static Optional<Entry> entry(long pid) {
    return entry(PROC.resolve(Long.toString(pid)));
  }

  /** Where a process is; empty when it has ended or is another user's. */
  public static Optional<String> cwd(long pid) {
    try {
      return Optional.of(Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Entry> entry(Path folder) {
    try {
      return parse(latin(Files.readAllBytes(folder.resolve("stat"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The command stands in parentheses and may hold any character, parentheses too. */
  static Optional<Entry> parse(String stat) {
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    List<String> rest = List.of(stat.substring(close + 2).trim().split(" ", -1));
    if (rest.get(0).equals("Z")) {
      return Optional.empty(); // ended, and not yet reaped
    }
    return Optional.of(
        new Entry(
            Long.parseLong(stat.substring(0, open - 1)),
            stat.substring(open + 1, close),
            Long.parseLong(rest.get(2)),
            Long.parseLong(rest.get(3)),
            Long.parseLong(rest.get(11)) + Long.parseLong(rest.get(12))));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
