package com.joyofhardware.agent.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder in which stock git works, as a person's own would. */
final class TestingRepository {
  private final Path folder;

  TestingRepository(Path folder) {
    this.folder = folder;
  }

  /** A new one with an identity and a branch main. */
  static TestingRepository init(Path folder) throws Exception {
    Files.createDirectories(folder);
    TestingRepository made = new TestingRepository(folder);
    made.git("init", "-q", "-b", "main");
    made.identify();
    return made;
  }

  static TestingRepository bare(Path folder) throws Exception {
    Files.createDirectories(folder);
    TestingRepository made = new TestingRepository(folder);
    made.git("init", "-q", "--bare", "-b", "main");
    return made;
  }

  static TestingRepository clone(Path from, Path to, String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("clone", "-q"));
    args.addAll(List.of(options));
    args.addAll(List.of("file://" + from, to.toString()));
    new TestingRepository(from).git(args.toArray(String[]::new));
    TestingRepository made = new TestingRepository(to);
    made.identify();
    return made;
  }

  private void identify() throws Exception {
    git("config", "user.name", "Ada");
    git("config", "user.email", "ada@example.org");
  }

  Path folder() {
    return folder;
  }

  Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String commit(String name, String text) throws Exception {
    write(name, text);
    git("add", "--", name);
    git("commit", "-q", "-m", "Change " + name);
    return git("rev-parse", "HEAD").strip();
  }

  /** What it prints; it must succeed. */
  String git(String... args) throws Exception {
    StringBuilder text = new StringBuilder();
    int exit = run(text, args);
    if (exit != 0) {
      throw new AssertionError("git " + String.join(" ", args) + ": " + exit + "\n" + text);
    }
    return text.toString();
  }

  /** One that fails, as a merge with a conflict does. */
  void fails(String... args) throws Exception {
    if (run(new StringBuilder(), args) == 0) {
      throw new AssertionError("git " + String.join(" ", args) + " did not fail");
    }
  }

  private int run(StringBuilder text, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("GIT_EDITOR", "true", "LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    text.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return process.waitFor();
  }
}
