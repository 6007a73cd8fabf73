package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.process.Child;
import com.joyofhardware.agent.process.Ended;
import com.joyofhardware.agent.process.FdOutput;
import com.joyofhardware.agent.process.LoopFd;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.process.Spawner;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.Exec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A command and its three pipes. Output is read while the network takes it, input is taken while
 * the command reads it; what neither takes waits where it is. Only on the process loop, but where
 * it says otherwise.
 */
final class Command {
  private static final int FRAME = 64 << 10;
  private static final int FRAMES_A_TURN = 8;
  private static final int INPUT_HIGH = 256 << 10;
  private static final int INPUT_LOW = 64 << 10;

  private final Processes processes;
  private final WebSocket socket;
  private final FdOutput stdin = new FdOutput(this::closeStdin);
  private final Output stdout = new Output(Exec.STDOUT);
  private final Output stderr = new Output(Exec.STDERR);

  /** Bytes of input not yet in {@link #stdin}; with what is there they are all that waits. */
  private final AtomicInteger arriving = new AtomicInteger();

  private volatile int waiting;

  private @Nullable LoopFd stdinFd;
  private @Nullable Child child;
  private @Nullable Ended ended;
  private boolean over;

  Command(Processes processes, WebSocket socket) {
    this.processes = processes;
    this.socket = socket;
  }

  /** From every thread. */
  void started(Spawner.OnPipes pipes) {
    processes.loop().run(() -> connect(pipes));
  }

  private void connect(Spawner.OnPipes pipes) {
    child = pipes.child();
    stdout.fd = LoopFd.register(processes.loop(), pipes.stdout(), stdout::became, () -> {});
    stderr.fd = LoopFd.register(processes.loop(), pipes.stderr(), stderr::became, () -> {});
    LoopFd in = LoopFd.register(processes.loop(), pipes.stdin(), () -> {}, this::flushInput);
    stdinFd = in;
    stdin.open(in);
    settleInput();
    if (over) {
      release();
      return;
    }
    pipes.child().ended().thenAccept(end -> processes.loop().run(() -> hasEnded(end)));
  }

  /** From every thread: it couldn't start, and a shell would say so on stderr. */
  void failed(String message, int exit) {
    processes
        .loop()
        .run(() -> {
          ByteBuf frame = Unpooled.buffer();
          frame.writeByte(Exec.STDERR);
          frame.writeCharSequence(message + "\n", StandardCharsets.UTF_8);
          socket.binary(frame);
          finish(new Ended.Exited(exit));
        });
  }

  /** From every thread: it may not start. */
  void refused(int code, String reason) {
    socket.close(code, reason);
  }

  /** From the socket's thread; takes the buffer over. An empty one ends the input. */
  void input(ByteBuf data) {
    int size = data.readableBytes();
    if (arriving.addAndGet(size) + waiting > INPUT_HIGH) {
      // before the task below, which sees it and lets the client go on when there is room
      socket.reading(false);
    }
    processes
        .loop()
        .run(() -> {
          arriving.addAndGet(-size);
          if (size == 0) {
            data.release();
            stdin.end();
          } else {
            stdin.write(data);
          }
          settleInput();
        });
  }

  private void flushInput() {
    stdin.flush();
    settleInput();
  }

  private void settleInput() {
    waiting = stdin.pending();
    if (arriving.get() + waiting < INPUT_LOW) {
      socket.reading(true);
    }
  }

  private void hasEnded(Ended end) {
    ended = end;
    turn();
  }

  /** Reads what the network takes, and ends when the command has and its pipes are empty. */
  void turn() {
    boolean moreOut = stdout.pass();
    boolean moreErr = stderr.pass();
    Ended end = ended;
    if (moreOut || moreErr) {
      processes.loop().loop().execute(this::turn);
    } else if (end != null && stdout.over && stderr.over && !over) {
      finish(end);
    }
  }

  private void finish(Ended end) {
    over = true;
    release();
    socket.text(
        Json.write(
            switch (end) {
              case Ended.Exited(int code) -> new Exec.End(code, null);
              case Ended.Signalled(String signal) -> new Exec.End(null, signal);
            },
            Exec.End.class));
    socket.close(1000, "");
  }

  /** The client is gone: nobody needs the command any more. */
  void abandon() {
    if (!over) {
      over = true;
      release();
    }
  }

  private void release() {
    stdin.discard();
    closeStdin();
    stdout.close();
    stderr.close();
    Child running = child;
    if (running != null) {
      running.hangUp();
    }
  }

  private void closeStdin() {
    if (stdinFd != null) {
      stdinFd.close();
    }
  }

  /** One of the two pipes that the command writes to. */
  private final class Output {
    private final byte kind;
    private @Nullable LoopFd fd;
    private boolean readable;
    private boolean over;

    Output(byte kind) {
      this.kind = kind;
    }

    void became() {
      readable = true;
      turn();
    }

    /** Whether there is more to do at once. */
    boolean pass() {
      LoopFd source = fd;
      for (int i = 0; source != null && readable && i < FRAMES_A_TURN; i++) {
        if (!socket.isWritable()) {
          return false;
        }
        ByteBuf frame = Unpooled.buffer(64, FRAME + 1).writeByte(kind);
        int count = source.read(frame);
        if (count > 0) {
          processes.printed();
          socket.binary(frame);
        } else {
          frame.release();
          readable = false;
          over = count < 0;
        }
      }
      return source != null && readable && socket.isWritable();
    }

    void close() {
      if (fd != null) {
        fd.close();
      }
    }
  }
}
