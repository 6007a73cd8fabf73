package com.joyofhardware.agent.git;

import com.joyofhardware.agent.process.Ended;
import com.joyofhardware.agent.process.FdOutput;
import com.joyofhardware.agent.process.LoopFd;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.Spawner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A git that runs, and its three pipes. Only on the process loop, but where it says otherwise. */
final class GitProcess {
  private static final int PIECE = 32 << 10;

  /** A hook may leave a daemon behind that holds the pipes for ever. */
  private static final long LINGER_MILLIS = 1_000;

  private final Processes processes;
  private final GitCall call;
  private final Spawner.OnPipes pipes;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final FdOutput stdin = new FdOutput(this::closeStdin);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ErrorLines errors;
  private final Reading stdout = new Reading();
  private final Reading stderr = new Reading();
  private @Nullable LoopFd stdinFd;
  private @Nullable Ended ended;
  private boolean cut;
  private volatile boolean cancelled;

  private GitProcess(Processes processes, GitCall call, Spawner.OnPipes pipes) {
    this.processes = processes;
    this.call = call;
    this.pipes = pipes;
    this.errors = new ErrorLines(call.lines());
  }

  /** From every thread. */
  static GitProcess of(Processes processes, GitCall call, Spawner.OnPipes pipes) {
    GitProcess process = new GitProcess(processes, call, pipes);
    processes.loop().run(process::connect);
    return process;
  }

  /** Completes when it has ended and all it printed is read. */
  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  /** From every thread: git takes its locks away when it is hung up. */
  void cancel() {
    cancelled = true;
    pipes.child().hangUp();
  }

  private void connect() {
    stdout.fd =
        LoopFd.register(
            processes.loop(), pipes.stdout(), () -> stdout.read(this::printed), () -> {});
    stderr.fd =
        LoopFd.register(
            processes.loop(), pipes.stderr(), () -> stderr.read(errors::take), () -> {});
    LoopFd in = LoopFd.register(processes.loop(), pipes.stdin(), () -> {}, stdin::flush);
    stdinFd = in;
    stdin.open(in);
    stdin.write(Unpooled.copiedBuffer(call.input(), StandardCharsets.UTF_8));
    stdin.end();
    pipes.child().ended().whenComplete((end, failure) -> processes.loop().run(() -> hasEnded(end)));
  }

  private void printed(ByteBuf piece) {
    int room = call.limit() - output.size();
    if (piece.readableBytes() > room) {
      cut = true;
      pipes.child().hangUp();
    }
    byte[] bytes = new byte[Math.min(room, piece.readableBytes())];
    piece.readBytes(bytes);
    output.writeBytes(bytes);
  }

  private void hasEnded(Ended end) {
    ended = end;
    processes.loop().loop().schedule(this::finish, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    settle();
  }

  private void settle() {
    if (stdout.over && stderr.over && ended != null) {
      finish();
    }
  }

  private void finish() {
    Ended end = ended;
    if (outcome.isDone() || end == null) {
      return;
    }
    stdin.discard();
    closeStdin();
    stdout.close();
    stderr.close();
    outcome.complete(new Outcome(end, output.toByteArray(), errors.text(), cut, cancelled));
  }

  private void closeStdin() {
    if (stdinFd != null) {
      stdinFd.close();
    }
  }

  private interface Sink {
    void take(ByteBuf piece);
  }

  /** One of the two pipes that git writes to; it is read as fast as git writes. */
  private final class Reading {
    private @Nullable LoopFd fd;
    private boolean over;

    void read(Sink sink) {
      LoopFd source = fd;
      if (source == null || over) {
        return;
      }
      ByteBuf piece = Unpooled.buffer(PIECE, PIECE);
      for (int count = source.read(piece); count != 0; count = source.read(piece.clear())) {
        if (count < 0) {
          over = true;
          settle();
          return;
        }
        sink.take(piece);
      }
    }

    void close() {
      over = true;
      if (fd != null) {
        fd.close();
      }
    }
  }
}
