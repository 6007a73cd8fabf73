package com.joyofhardware.agent.git;

import com.joyofhardware.agent.process.Launch;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the session's git in the workspace, with the environment of a terminal: the person's
 * identity, credential helper and hooks work, their questions don't. Blocking.
 */
final class GitRunner {
  /** A transfer of which nothing arrives for so long is given up. */
  private static final int SILENT_SECONDS = 120;

  private static final List<String> ALWAYS =
      List.of(
          "git",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.quotePath=false",
          "-c",
          "color.ui=false",
          "-c",
          "http.lowSpeedLimit=1",
          "-c",
          "http.lowSpeedTime=" + SILENT_SECONDS);

  private final Processes processes;
  private final Path workspace;
  private final Semaphore free = new Semaphore(Limits.MAX_GIT_COMMANDS, true);

  /** Gits that write index or HEAD would meet each other's lock files. */
  private final Semaphore writing = new Semaphore(1, true);

  GitRunner(Processes processes, Path workspace) {
    this.processes = processes;
    this.workspace = workspace;
  }

  Path workspace() {
    return workspace;
  }

  /** Whatever comes of it. It takes no lock, so that looking changes nothing. */
  Outcome look(GitCall call) {
    return run(call, Map.of("GIT_OPTIONAL_LOCKS", "0"), process -> {});
  }

  /** What it prints; what is no success is a {@code JoyException} that begins with {@code what}. */
  String read(String what, GitCall call) {
    return GitErrors.require(what, look(call)).text();
  }

  /** Changes index, HEAD, branches or files. */
  Outcome write(GitCall call) {
    return between(() -> run(call, Map.of(), process -> {}));
  }

  /** Changes something, successfully. */
  void write(String what, GitCall call) {
    GitErrors.require(what, write(call));
  }

  /** Several steps, none of ours between them; they are run with {@link #step}. */
  <T extends @Nullable Object> T between(Steps<T> steps) {
    writing.acquireUninterruptibly();
    try {
      return steps.run();
    } finally {
      writing.release();
    }
  }

  /** Within {@link #between}. */
  Outcome step(GitCall call) {
    return run(call, Map.of(), process -> {});
  }

  /** A call that can be cancelled. */
  Outcome run(GitCall call, Map<String, String> env, Consumer<GitProcess> started) {
    List<String> argv = new ArrayList<>(ALWAYS);
    argv.addAll(call.args());
    free.acquireUninterruptibly();
    try {
      Launch launch = new Launch(argv, workspace, environment(env));
      GitProcess process = GitProcess.of(processes, call, processes.onPipes(launch));
      started.accept(process);
      return process.outcome().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while git was running");
    } catch (ExecutionException e) {
      throw new JoyException(ErrorCode.INTERNAL, "git's output could not be read", e);
    } finally {
      free.release();
    }
  }

  private Map<String, String> environment(Map<String, String> added) {
    Map<String, String> env = processes.login().resolve();
    // which repository is meant is not for a profile to say
    List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "LANGUAGE").forEach(env::remove);
    Path above = workspace.getParent();
    if (above != null) {
      env.put("GIT_CEILING_DIRECTORIES", above.toString());
    }
    env.put("GIT_TERMINAL_PROMPT", "0");
    // a suggested message is taken as it is
    env.put("GIT_EDITOR", "true");
    env.put("GIT_SEQUENCE_EDITOR", "true");
    env.put("GIT_PAGER", "cat");
    // so that its words are those that GitErrors knows
    env.put("LC_ALL", "C.UTF-8");
    env.putAll(added);
    return env;
  }

  /** Steps between which nothing of ours writes. */
  interface Steps<T extends @Nullable Object> {
    T run();
  }
}
