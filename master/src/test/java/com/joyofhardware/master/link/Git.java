package com.joyofhardware.master.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real git, as a person with no settings of their own. */
public final class Git {
  private Git() {}

  public static void run(Path folder, String... args) throws IOException {
    var _ = feed(folder, new byte[0], args);
  }

  public static String text(Path folder, String... args) throws IOException {
    return feed(folder, new byte[0], args);
  }

  public static String feed(Path folder, byte[] input, String... args) throws IOException {
    Answer answer = ask(folder, input, args);
    if (answer.exit() != 0) {
      throw new IOException(String.join(" ", args) + ": " + answer.exit() + "\n" + answer.output());
    }
    return answer.output();
  }

  public record Answer(int exit, String output) {}

  /** Standard output, or both when it fails. */
  public static Answer ask(Path folder, byte[] input, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "safe.directory=*", "-c", "gc.auto=0"));
    command.addAll(List.of("-c", "protocol.file.allow=always"));
    command.addAll(List.of(args));
    return ask(folder, input, command);
  }

  /** A script in which git behaves as it does here. */
  public static Answer shell(Path folder, String script) throws IOException {
    String git =
        "git() { command git -c safe.directory='*' -c protocol.file.allow=always \"$@\"; }; ";
    return ask(folder, new byte[0], List.of("sh", "-c", git + script));
  }

  private static Answer ask(Path folder, byte[] input, List<String> command) throws IOException {
    Path errors = java.nio.file.Files.createTempFile("joy-git", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    Map<String, String> env = builder.environment();
    env.put("GIT_CONFIG_GLOBAL", "/dev/null");
    env.put("GIT_CONFIG_NOSYSTEM", "1");
    env.put("GIT_AUTHOR_NAME", "Ada");
    env.put("GIT_AUTHOR_EMAIL", "ada@localhost");
    env.put("GIT_COMMITTER_NAME", "Ada");
    env.put("GIT_COMMITTER_EMAIL", "ada@localhost");
    env.put("GIT_EDITOR", "true");
    Process git = builder.start();
    try (OutputStream in = git.getOutputStream()) {
      in.write(input);
    }
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    try {
      int exit = git.waitFor();
      String said = java.nio.file.Files.readString(errors, StandardCharsets.ISO_8859_1);
      return new Answer(exit, exit == 0 ? output : output + said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      java.nio.file.Files.delete(errors);
    }
  }
}
