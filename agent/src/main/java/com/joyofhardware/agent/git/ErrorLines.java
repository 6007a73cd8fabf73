package com.joyofhardware.agent.git;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The standard error of a git: lines, and progress, whose lines end with a carriage return and
 * stand in for each other. The last lines are kept.
 */
final class ErrorLines {
  private static final int MAX_LINE = 2_000;
  private static final int MAX_LINES = 60;

  private final Consumer<String> listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> lines = new ArrayDeque<>();

  ErrorLines(Consumer<String> listener) {
    this.listener = listener;
  }

  void take(ByteBuf piece) {
    while (piece.isReadable()) {
      byte next = piece.readByte();
      if (next == '\n' || next == '\r') {
        end(next == '\n');
      } else if (line.size() < MAX_LINE) {
        line.write(next);
      }
    }
  }

  private void end(boolean keep) {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (text.isEmpty()) {
      return;
    }
    listener.accept(text);
    if (keep) {
      lines.add(text);
      if (lines.size() > MAX_LINES) {
        lines.remove();
      }
    }
  }

  String text() {
    end(true);
    return String.join("\n", lines);
  }
}
