package com.joyofhardware.agent.lsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes a language server's output apart (LSP 3.17, "Base Protocol"): a head of lines that end in
 * CRLF, an empty line, a body of {@code Content-Length} bytes.
 */
final class MessageReader {
  private static final AsciiString LENGTH = AsciiString.of("content-length");
  private static final int MAX_HEAD = 4 << 10;

  private final int maxBody;
  private final ByteBuf buffer = Unpooled.buffer();
  private int body = -1;

  MessageReader(int maxBody) {
    this.maxBody = maxBody;
  }

  /** It isn't a language server that writes there, or it writes more than anybody could read. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }
  }

  /** Takes a piece of output; it stays the caller's. */
  void add(ByteBuf bytes) {
    buffer.discardSomeReadBytes();
    buffer.writeBytes(bytes);
  }

  /** The next whole message. */
  Optional<String> next() throws BrokenException {
    while (body < 0) {
      int end = buffer.bytesBefore((byte) '\n');
      if (end < 0) {
        if (buffer.readableBytes() > MAX_HEAD) {
          throw new BrokenException("its output is no language server's");
        }
        return Optional.empty();
      }
      line(buffer.readCharSequence(end + 1, StandardCharsets.ISO_8859_1).toString().strip());
    }
    if (buffer.readableBytes() < body) {
      return Optional.empty();
    }
    String message = buffer.readCharSequence(body, StandardCharsets.UTF_8).toString();
    body = -1;
    length = -1;
    return Optional.of(message);
  }

  private int length = -1;

  private void line(String line) throws BrokenException {
    if (line.isEmpty()) {
      if (length < 0) {
        throw new BrokenException("a message without a length came from it");
      }
      body = length;
      return;
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new BrokenException("its output is no language server's");
    }
    if (LENGTH.contentEqualsIgnoreCase(line.substring(0, colon).strip())) {
      length = number(line.substring(colon + 1).strip());
    }
  }

  private int number(String text) throws BrokenException {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= maxBody) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new BrokenException("a message of " + text + " bytes came from it, over the limit");
  }
}
