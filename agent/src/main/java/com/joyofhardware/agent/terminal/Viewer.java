package com.joyofhardware.agent.terminal;

import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.TerminalMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A client that is attached, and how far it has got. Only on the process loop. */
final class Viewer {
  private static final int FRAME = 64 << 10;

  private final WebSocket socket;
  private long position;
  private long sent;
  private long acknowledged;
  private boolean knowsEnd;

  Viewer(WebSocket socket) {
    this.socket = socket;
  }

  /** Where in the terminal's output it is. */
  long position() {
    return position;
  }

  void startAt(Scrollback.Start start) {
    position = start.position();
    if (!start.prefix().isEmpty()) {
      sent += start.prefix().length();
      socket.binary(Unpooled.copiedBuffer(start.prefix(), StandardCharsets.US_ASCII));
    }
  }

  /** Sends what the window and the network have room for. */
  void send(Scrollback scrollback) {
    while (position < scrollback.end() && socket.isWritable()) {
      int room = (int) Math.min(FRAME, Limits.TERMINAL_WINDOW - (sent - acknowledged));
      if (room <= 0) {
        return;
      }
      int size = (int) Math.min(room, scrollback.end() - position);
      ByteBuf frame = Unpooled.buffer(size);
      int count = scrollback.copy(position, frame, size);
      if (count < size) {
        count += scrollback.copy(position + count, frame, size - count);
      }
      position += count;
      sent += count;
      socket.binary(frame);
    }
  }

  void acknowledge(int bytes) {
    acknowledged = Math.min(sent, acknowledged + Math.max(0, bytes));
  }

  void tell(TerminalMessage message) {
    socket.text(Json.write(message, TerminalMessage.class));
  }

  /** Once. */
  void tellEnd(TerminalMessage.Exit exit) {
    if (!knowsEnd) {
      knowsEnd = true;
      tell(exit);
    }
  }

  void close(int code, String reason) {
    socket.close(code, reason);
  }
}
