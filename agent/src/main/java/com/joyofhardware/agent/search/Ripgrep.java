package com.joyofhardware.agent.search;

import com.joyofhardware.agent.process.Child;
import com.joyofhardware.agent.process.Ended;
import com.joyofhardware.agent.process.FdOutput;
import com.joyofhardware.agent.process.Launch;
import com.joyofhardware.agent.process.LoopFd;
import com.joyofhardware.agent.process.PipeStream;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.Spawner;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** A ripgrep that runs in the workspace, as the person. Closing it ends it. */
final class Ripgrep implements AutoCloseable {
  private static final int FAILURE = 2;
  private static final int LONGEST_ERROR = 8 << 10;

  private final Child child;
  private final PipeStream output;
  private final PipeStream errors;

  private Ripgrep(Child child, PipeStream output, PipeStream errors) {
    this.child = child;
    this.output = output;
    this.errors = errors;
  }

  static Ripgrep start(Processes processes, List<String> arguments, Running running) {
    Launch launch =
        new Launch(
            arguments, processes.environment().workspace(), processes.environment().forPipes());
    Spawner.OnPipes pipes;
    try {
      pipes = processes.onPipes(launch);
    } catch (JoyException e) {
      if (e.code() != ErrorCode.FILE_NOT_FOUND) {
        throw e;
      }
      throw new JoyException(
          ErrorCode.NOT_FOUND,
          "searching needs ripgrep (rg), which is not installed in this workspace; ask who runs"
              + " this server to install the package 'ripgrep'",
          e);
    }
    Ripgrep started =
        new Ripgrep(
            pipes.child(),
            PipeStream.of(processes.loop(), pipes.stdout()),
            PipeStream.of(processes.loop(), pipes.stderr()));
    closeInput(processes, pipes.stdin());
    running.onStop(started::close);
    return started;
  }

  private static void closeInput(Processes processes, int fd) {
    processes
        .loop()
        .run(() -> {
          LoopFd input = LoopFd.register(processes.loop(), fd, () -> {}, () -> {});
          FdOutput nothing = new FdOutput(input::close);
          nothing.open(input);
          nothing.end();
        });
  }

  InputStream output() {
    return output;
  }

  /** After its output has ended: what it said when it failed. */
  Optional<String> failure() throws IOException, InterruptedException {
    String said = new String(errors.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8).strip();
    try {
      boolean failed = child.ended().get() instanceof Ended.Exited(int code) && code == FAILURE;
      return failed && !said.isEmpty() ? Optional.of(said) : Optional.empty();
    } catch (ExecutionException e) {
      throw new IOException("waiting for ripgrep failed", e);
    }
  }

  /** What it found fault with, without its drawing of where. */
  static JoyException unusable(String said) {
    String reason =
        said.lines()
            .filter(line -> line.startsWith("error: "))
            .findFirst()
            .map(line -> line.substring("error: ".length()))
            .orElseGet(() -> said.lines().findFirst().orElse(said));
    boolean regex = said.contains("regex");
    return new JoyException(
        ErrorCode.BAD_REQUEST,
        regex
            ? "The regular expression can't be used: " + reason + "."
            : "The search can't be done as asked: " + reason);
  }

  @Override
  public void close() {
    child.hangUp();
    output.close();
    errors.close();
  }
}
