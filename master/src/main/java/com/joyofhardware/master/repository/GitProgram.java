package com.joyofhardware.master.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts C git for what JGit can't do, or not as well. */
final class GitProgram {
  private GitProgram() {}

  /**
   * Runs git until it ends; nobody's configuration but the repository's counts.
   *
   * @throws IOException when it fails or takes too long, with what it said
   */
  static void run(Path repository, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("joy-git-", ".log");
    try {
      Process process = start(repository, output, arguments);
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "git " + String.join(" ", arguments) + " takes longer than " + limit);
        }
      } finally {
        process.destroy();
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "git "
                + String.join(" ", arguments)
                + " ended with "
                + process.exitValue()
                + ": "
                + begin(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  private static String begin(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(2_000), StandardCharsets.UTF_8).strip();
    }
  }

  private static Process start(Path repository, Path output, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("nice", "git"));
    command.addAll(List.of("--git-dir", repository.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    if (path != null) {
      environment.put("PATH", path);
    }
    environment.put("LC_ALL", "C");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
