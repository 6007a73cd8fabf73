package com.joyofhardware.bench.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stock git in a folder, with nobody's configuration. */
record Program(Path folder) {
  void git(String... words) throws IOException, InterruptedException {
    Process process = start(words);
    process.getOutputStream().close();
    finish(process, words);
  }

  Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of("-c", "user.name=bench", "-c", "user.email=bench@localhost"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    return builder.start();
  }

  static void finish(Process process, String... words) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("git " + String.join(" ", words) + " failed: " + said.strip());
    }
  }

  double millis(String... words) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    git(words);
    return (System.nanoTime() - begin) / 1e6;
  }
}
