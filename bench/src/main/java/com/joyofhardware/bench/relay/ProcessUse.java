package com.joyofhardware.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time and resident memory of a process with its children, from {@code /proc}. */
record ProcessUse(double cpuSeconds, double residentKib) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_FIELD = 11;
  private static final int SYSTEM_FIELD = 12;

  static ProcessUse of(ProcessHandle process) throws IOException {
    double cpu = 0;
    double resident = 0;
    for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      Path folder = Path.of("/proc", String.valueOf(each.pid()));
      String stat = Files.readString(folder.resolve("stat"));
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      cpu +=
          (Long.parseLong(fields.get(USER_FIELD)) + Long.parseLong(fields.get(SYSTEM_FIELD)))
              / TICKS_PER_SECOND;
      try (Stream<String> lines = Files.lines(folder.resolve("status"))) {
        resident +=
            lines
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
      }
    }
    return new ProcessUse(cpu, resident);
  }
}
