package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.process.ProcessLoop;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.TerminalMessage;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One {@code WS /terminal/{id}}: passes everything on to the terminal's own thread. */
final class TerminalSocket implements WebSocketListener {
  private static final int MAX_CELLS = 1_000;

  private final ProcessLoop loop;
  private final Terminal terminal;
  private final boolean created;
  private final int cols;
  private final int rows;
  private @Nullable Viewer viewer;

  TerminalSocket(ProcessLoop loop, Terminals.Opened opened, int cols, int rows) {
    this.loop = loop;
    this.terminal = opened.terminal();
    this.created = opened.created();
    this.cols = cols;
    this.rows = rows;
  }

  static int cells(int value) {
    if (value < 1 || value > MAX_CELLS) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "a terminal has 1 to " + MAX_CELLS + " columns and rows");
    }
    return value;
  }

  @Override
  public void opened(WebSocket socket) {
    Viewer joined = new Viewer(socket);
    viewer = joined;
    loop.run(() -> terminal.attach(joined, created, cols, rows));
  }

  @Override
  public void text(String message) {
    Viewer from = viewer();
    switch (Json.read(message, TerminalMessage.class)) {
      case TerminalMessage.Ack(int bytes) -> loop.run(() -> terminal.acknowledge(from, bytes));
      case TerminalMessage.Resize(int newCols, int newRows) -> {
        cells(newCols);
        cells(newRows);
        loop.run(() -> terminal.resize(newCols, newRows));
      }
      case TerminalMessage.Close() -> loop.run(terminal::close);
      case TerminalMessage.Attached attached -> throw notYours();
      case TerminalMessage.Exit exit -> throw notYours();
    }
  }

  private static JoyException notYours() {
    return new JoyException(ErrorCode.BAD_REQUEST, "only the agent sends this message");
  }

  @Override
  public void binary(ByteBuf data) {
    Viewer from = viewer();
    ByteBuf kept = data.retain();
    loop.run(() -> terminal.input(from, kept));
  }

  @Override
  public void writable(boolean writable) {
    if (writable) {
      loop.run(terminal::turn);
    }
  }

  @Override
  public void closed() {
    Viewer left = viewer();
    loop.run(() -> terminal.detach(left));
  }

  private Viewer viewer() {
    return Objects.requireNonNull(viewer, "no frame comes before the handshake");
  }
}
