package com.joyofhardware.agent.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The kernel's files below a root, which is {@code /} but in tests, and what the machine has.
 *
 * @param cores of the machine that this process may run on
 */
record Host(Path root, int cores) {
  private static final int MAX_FILE = 1 << 20;

  static Host local() {
    return new Host(Path.of("/"), Runtime.getRuntime().availableProcessors());
  }

  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  Optional<String> text(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      // To the end: the kernel gives its longer files in pieces of a page or less.
      return Optional.of(new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8));
    }
  }

  List<String> lines(Path file) throws IOException {
    return text(file).map(text -> text.lines().toList()).orElse(List.of());
  }

  /** A file that holds one number; empty when it is missing or says {@code max}. */
  OptionalLong number(Path file) throws IOException {
    String text = text(file).map(String::strip).orElse("");
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /** The value of a {@code key value} line; 0 when there is none. */
  long value(Path file, String key) throws IOException {
    for (String line : lines(file)) {
      String[] words = line.strip().split("[:\\s]+", -1);
      if (words.length >= 2 && words[0].equals(key) && words[1].matches("\\d{1,18}")) {
        return Long.parseLong(words[1]);
      }
    }
    return 0;
  }

  /** Bytes of memory of the machine. */
  long memory() throws IOException {
    return value(path("/proc/meminfo"), "MemTotal") << 10;
  }
}
