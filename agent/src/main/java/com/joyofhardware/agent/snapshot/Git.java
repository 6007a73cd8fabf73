package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs git on a repository of the workspace. Nothing the repository configures may make it wait,
 * ask, fetch or lock; what it may run, it runs as the person whose repository it is.
 */
final class Git {
  private static final long SECONDS = 120;

  private final Path gitDir;
  private final @Nullable Path worktree;

  Git(Path gitDir) {
    this(gitDir, null);
  }

  Git(Path gitDir, @Nullable Path worktree) {
    this.gitDir = gitDir;
    this.worktree = worktree;
  }

  private ProcessBuilder command(List<String> args) {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c"));
    command.addAll(List.of("core.hooksPath=/dev/null", "-c", "gc.auto=0"));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("GIT_"));
    env.put("GIT_DIR", gitDir.toString());
    if (worktree != null) {
      env.put("GIT_WORK_TREE", worktree.toString());
      builder.directory(worktree.toFile());
    }
    env.put("GIT_OPTIONAL_LOCKS", "0");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_NO_REPLACE_OBJECTS", "1");
    env.put("GIT_NO_LAZY_FETCH", "1");
    env.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Writes lines to its input and gives its output. */
  byte[] run(List<String> args, Iterable<String> input) throws IOException {
    ProcessBuilder builder = command(args).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process git = builder.start();
    Thread writer = Thread.ofPlatform().daemon().name("git-input").start(() -> write(git, input));
    byte[] output;
    try (InputStream out = git.getInputStream()) {
      output = out.readAllBytes();
    }
    await(git, args);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output;
  }

  /** Writes its output into a file. */
  void runInto(List<String> args, Iterable<String> input, Path output) throws IOException {
    ProcessBuilder builder =
        command(args)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile());
    Process git = builder.start();
    write(git, input);
    await(git, args);
  }

  /** Feeds a stream to its input. */
  void feed(List<String> args, InputStream input) throws IOException {
    Process git =
        command(args)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = git.getOutputStream()) {
      input.transferTo(in);
    } catch (IOException e) {
      git.destroyForcibly();
      throw e;
    }
    await(git, args);
  }

  List<String> lines(List<String> args, Iterable<String> input) throws IOException {
    return new String(run(args, input), StandardCharsets.ISO_8859_1).lines().toList();
  }

  private static void write(Process git, Iterable<String> input) {
    try (OutputStream in = git.getOutputStream()) {
      StringBuilder text = new StringBuilder();
      input.forEach(line -> text.append(line).append('\n'));
      in.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // It ended without reading everything; its exit code says why.
      return;
    }
  }

  private void await(Process git, List<String> args) throws IOException {
    try {
      if (!git.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("git " + args.getFirst() + " takes longer than " + SECONDS + " s");
      }
      if (git.exitValue() != 0) {
        throw new IOException("git " + args.getFirst() + " ended with " + git.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      git.destroyForcibly();
    }
  }
}
