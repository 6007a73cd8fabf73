package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.process.Child;
import com.joyofhardware.agent.process.Ended;
import com.joyofhardware.agent.process.FdOutput;
import com.joyofhardware.agent.process.LoopFd;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.Spawner;
import com.joyofhardware.protocol.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language server and its three pipes. Its output is read while the client takes it; its input
 * waits here, within the bounds of {@link Inflow}. Only on the process loop, but where it says
 * otherwise.
 */
final class ServerProcess {
  private static final int CHUNK = 64 << 10;
  private static final int CHUNKS_A_TURN = 8;
  private static final int COMPLAINT = 4 << 10;

  /** Who is told what the server says, on the process loop. */
  interface Owner {
    void said(String message);

    boolean takesMore();

    /**
     * It has ended by itself; nothing more comes.
     *
     * @param how for people: {@code ended with signal KILL}
     * @param complaint the last it wrote to stderr
     */
    void ended(String how, String complaint);
  }

  private final Processes processes;
  private final Owner owner;
  private final Inflow inflow;
  private final FdOutput stdin = new FdOutput(this::closeStdin);
  private final MessageReader messages = new MessageReader(Limits.MAX_TEXT_FRAME);
  private final ByteBuf complaint = Unpooled.buffer();

  private @Nullable LoopFd in;
  private @Nullable LoopFd out;
  private @Nullable LoopFd err;
  private @Nullable Child child;
  private boolean readable;
  private boolean over;

  ServerProcess(Processes processes, Owner owner, Inflow inflow) {
    this.processes = processes;
    this.owner = owner;
    this.inflow = inflow;
  }

  /** From every thread. */
  void started(Spawner.OnPipes pipes) {
    processes.loop().run(() -> connect(pipes));
  }

  private void connect(Spawner.OnPipes pipes) {
    child = pipes.child();
    out = LoopFd.register(processes.loop(), pipes.stdout(), this::becameReadable, () -> {});
    err = LoopFd.register(processes.loop(), pipes.stderr(), this::listen, () -> {});
    LoopFd input = LoopFd.register(processes.loop(), pipes.stdin(), () -> {}, this::flush);
    in = input;
    if (over) {
      release();
      return;
    }
    int before = stdin.pending();
    stdin.open(input);
    inflow.done(before - stdin.pending());
    pipes.child().ended().thenAccept(end -> processes.loop().run(() -> hasEnded(end)));
  }

  /** From every thread. Before the start it waits. */
  void send(String message) {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuf bytes = Unpooled.wrappedBuffer(head, body);
    inflow.add(bytes.readableBytes());
    processes
        .loop()
        .run(() -> {
          int all = stdin.pending() + bytes.readableBytes();
          stdin.write(bytes);
          inflow.done(all - stdin.pending());
        });
  }

  private void flush() {
    int before = stdin.pending();
    stdin.flush();
    inflow.done(before - stdin.pending());
  }

  private void becameReadable() {
    readable = true;
    turn();
  }

  /** From every thread: the client may take more now. */
  void goOn() {
    processes.loop().run(this::turn);
  }

  private void turn() {
    LoopFd source = out;
    for (int i = 0; source != null && readable && !over; i++) {
      if (!owner.takesMore()) {
        return;
      }
      if (i == CHUNKS_A_TURN) {
        processes.loop().loop().execute(this::turn);
        return;
      }
      readable = pass(source);
    }
  }

  private boolean pass(LoopFd source) {
    ByteBuf chunk = Unpooled.buffer(CHUNK, CHUNK);
    try {
      int count = source.read(chunk);
      messages.add(chunk);
      for (Optional<String> m = messages.next(); m.isPresent(); m = messages.next()) {
        owner.said(m.get());
      }
      return count > 0;
    } catch (MessageReader.BrokenException e) {
      finish("was ended: " + e.getMessage());
      return false;
    } finally {
      chunk.release();
    }
  }

  /** Reads what it complains about, and remembers the end of it. */
  private void listen() {
    LoopFd source = err;
    for (int count = 1; source != null && count > 0; ) {
      complaint.discardReadBytes();
      count = source.read(complaint);
      complaint.skipBytes(Math.max(0, complaint.readableBytes() - COMPLAINT));
    }
  }

  private void hasEnded(Ended end) {
    if (over) {
      return;
    }
    readable = true;
    turn();
    listen();
    finish(
        switch (end) {
          case Ended.Exited(int code) -> "ended with status " + code;
          case Ended.Signalled(String signal) -> "was ended by signal " + signal;
        });
  }

  private void finish(String how) {
    if (!over) {
      over = true;
      release();
      owner.ended(how, complaint.toString(StandardCharsets.UTF_8));
    }
  }

  /** On the process loop: it is of no more use, and killed. */
  void giveUp(String how) {
    finish(how);
  }

  boolean runs() {
    return child != null && !over;
  }

  /** From every thread: nobody needs it any more. */
  void end() {
    processes
        .loop()
        .run(() -> {
          over = true;
          release();
        });
  }

  private void release() {
    int pending = stdin.pending();
    stdin.discard();
    inflow.done(pending);
    closeStdin();
    close(out);
    close(err);
    if (child != null) {
      child.hangUp();
    }
  }

  private void closeStdin() {
    close(in);
  }

  private static void close(@Nullable LoopFd fd) {
    if (fd != null) {
      fd.close();
    }
  }
}
