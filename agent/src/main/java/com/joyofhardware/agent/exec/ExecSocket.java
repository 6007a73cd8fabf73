package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.Exec;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One {@code WS /exec}: passes everything on to the command's own thread. */
final class ExecSocket implements WebSocketListener {
  private final Processes processes;
  private final Runnable release;
  private @Nullable Command command;
  private @Nullable WebSocket socket;
  private boolean started;

  /**
   * A socket that waits for its first frame.
   *
   * @param release gives back its place among the commands that may run at once
   */
  ExecSocket(Processes processes, Runnable release) {
    this.processes = processes;
    this.release = release;
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    command = new Command(processes, opened);
  }

  @Override
  public void text(String message) {
    if (started) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "only the first frame is text; input comes in binary frames");
    }
    started = true;
    Exec.Start start = Json.read(message, Exec.Start.class);
    Command begun = command();
    WebSocket target = Objects.requireNonNull(socket);
    Thread.startVirtualThread(() -> Starting.start(processes, start, begun, target));
  }

  @Override
  public void binary(ByteBuf data) {
    if (!started) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "the first frame is text and says what to run: {\"argv\":[…]}");
    }
    command().input(data.retain());
  }

  @Override
  public void writable(boolean writable) {
    if (writable) {
      processes.loop().run(command()::turn);
    }
  }

  @Override
  public void closed() {
    processes.loop().run(command()::abandon);
    release.run();
  }

  @Override
  public void abandoned() {
    release.run();
  }

  private Command command() {
    return Objects.requireNonNull(command, "no frame comes before the handshake");
  }
}
