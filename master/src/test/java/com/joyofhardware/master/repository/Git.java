package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stock git in a folder, with nobody's configuration. */
record Git(Path folder, int protocol) {
  Git(Path folder) {
    this(folder, 2);
  }

  /** What a command printed, standard output and errors together. */
  record Answer(int exit, String text) {
    Answer ok() {
      assertThat(exit).as(text).isZero();
      return this;
    }

    Answer fails() {
      assertThat(exit).as(text).isNotZero();
      return this;
    }
  }

  Answer run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("git-", ".out");
    Process process = start(output, arguments);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("git %s", List.of(arguments)).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    return new Answer(process.exitValue(), text.strip());
  }

  Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.version=" + protocol));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("LC_ALL", "C");
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "Test");
      builder.environment().put("GIT_" + who + "_EMAIL", "test@example.org");
    }
    return builder.start();
  }

  String ok(String... arguments) throws IOException, InterruptedException {
    return run(arguments).ok().text();
  }

  /**
   * Checks a whole repository. While upkeep replaces packs a check may miss one that it has just
   * listed, so it is asked again; what is really broken stays so.
   */
  void isSound() throws Exception {
    Answer[] last = new Answer[1];
    try {
      Await.until(
          "the repository is sound",
          () -> {
            last[0] = run("fsck", "--strict", "--full");
            return last[0].exit() == 0;
          });
    } catch (AssertionError e) {
      throw new AssertionError(last[0].text(), e);
    }
  }

  Git clone(String url, String name, String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("clone", "-q"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(url, name));
    run(arguments.toArray(String[]::new)).ok();
    return new Git(folder.resolve(name), protocol);
  }

  Git init(String name) throws IOException, InterruptedException {
    run("init", "-q", "-b", "main", name).ok();
    return new Git(folder.resolve(name), protocol);
  }

  String commit(String file, String text) throws IOException, InterruptedException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    ok("add", "-A");
    ok("commit", "-q", "-m", "change " + file);
    return ok("rev-parse", "HEAD");
  }
}
