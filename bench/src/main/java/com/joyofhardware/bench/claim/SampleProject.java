package com.joyofhardware.bench.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A repository of 200 files and 2 MB, of text that compresses as source does. */
final class SampleProject {
  private static final int FILES = 200;
  private static final int BYTES = 10 << 10;
  private static final long SEED = 1;
  private static final String[] WORDS = {
    "module", "input", "output", "wire", "reg", "assign", "always", "posedge", "clk", "begin", "end"
  };

  private final Path repository;

  private SampleProject(Path repository) {
    this.repository = repository;
  }

  static SampleProject make(Path folder) throws IOException, InterruptedException {
    Random random = new Random(SEED);
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("rtl/part" + i % 10 + "/unit" + i + ".v");
      Files.createDirectories(file.getParent());
      Files.writeString(file, text(random));
    }
    Files.writeString(folder.resolve("default.nix"), "{ }\n");
    Files.writeString(folder.resolve("nix.shell"), "{ }\n");
    SampleProject project = new SampleProject(folder);
    project.git("init", "-q", "-b", "main");
    project.git("add", ".");
    project.git("-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", "1");
    return project;
  }

  String file() {
    return "rtl/part7/unit137.v";
  }

  void push(String url) throws IOException, InterruptedException {
    git("push", "-q", "--force", url, "main");
  }

  double cloneMillis(String url, Path target) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    run(repository, List.of("git", "clone", "-q", url, target.toString()));
    return (System.nanoTime() - begin) / 1e6;
  }

  private void git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    run(repository, command);
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.get(1) + " failed: " + said);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < BYTES) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(1000));
      text.append(random.nextInt(8) == 0 ? ";\n" : " ");
    }
    return text.toString();
  }
}
