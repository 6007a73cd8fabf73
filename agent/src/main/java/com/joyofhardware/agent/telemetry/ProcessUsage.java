package com.joyofhardware.agent.telemetry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sum over all processes that can be seen, which in a PID namespace are the container's own
 * (proc_pid_stat(5)). What ended processes had used is kept, so that the sum never falls; what one
 * used between the last look and its end is lost.
 */
final class ProcessUsage implements UsageSource {
  /** Clock ticks a second; the kernel's user interface has had no other number for decades. */
  private static final long TICK_NANOS = 10_000_000;

  private final Host host;
  private Map<String, Long> last = new HashMap<>();
  private long total;

  ProcessUsage(Host host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public Usage read() throws IOException {
    Map<String, Long> now = new HashMap<>();
    long memory = 0;
    int tasks = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(host.path("/proc"), "[1-9]*")) {
      for (Path process : all) {
        Optional<Stat> stat = stat(process);
        if (stat.isEmpty()) {
          continue;
        }
        tasks += stat.get().threads();
        memory += anonymous(process);
        // With its start time the number can't be mistaken for an earlier process's.
        String id = process.getFileName() + "@" + stat.get().start();
        now.put(id, stat.get().cpuNanos());
        total += Math.max(0, stat.get().cpuNanos() - last.getOrDefault(id, 0L));
      }
    }
    last = now;
    return new Usage(total, host.cores() * 100.0, memory, host.memory(), tasks);
  }

  private record Stat(long cpuNanos, int threads, String start) {}

  private Optional<Stat> stat(Path process) throws IOException {
    String text = read(process.resolve("stat"));
    // The command in parentheses may hold anything, blanks and parentheses too.
    int end = text.lastIndexOf(')');
    String[] fields = end < 0 ? new String[0] : text.substring(end + 1).strip().split(" ", -1);
    if (fields.length < 20) {
      return Optional.empty();
    }
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Optional.of(new Stat(ticks * TICK_NANOS, Integer.parseInt(fields[17]), fields[19]));
  }

  /** Shared pages would count once for each process, so only its own are summed. */
  private long anonymous(Path process) throws IOException {
    for (String line : read(process.resolve("status")).lines().toList()) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }

  private String read(Path file) throws IOException {
    try {
      return host.text(file).orElse("");
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // "No such process": it ended between the look and the read.
      if (Files.exists(file)) {
        throw e;
      }
      return "";
    }
  }
}
