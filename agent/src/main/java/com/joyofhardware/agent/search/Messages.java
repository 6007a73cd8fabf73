package com.joyofhardware.agent.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a program prints, piece by piece, each ended by one byte; no piece is kept beyond a size.
 */
final class Messages {
  /** In place of a piece that was too long. */
  static final String TOO_LONG = "";

  private final InputStream source;
  private final byte end;
  private final int longest;
  private final byte[] buffer = new byte[16 << 10];
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private int at;
  private int filled;

  Messages(InputStream source, byte end, int longest) {
    this.source = source;
    this.end = end;
    this.longest = longest;
  }

  /** The next one that is not empty, {@link #TOO_LONG}, or null at the end. */
  @Nullable String next() throws IOException {
    boolean tooLong = false;
    piece.reset();
    while (true) {
      if (at == filled && !fill()) {
        return piece.size() == 0 ? null : piece.toString(StandardCharsets.UTF_8);
      }
      int from = at;
      while (at < filled && buffer[at] != end) {
        at++;
      }
      tooLong |= piece.size() + at - from > longest;
      if (!tooLong) {
        piece.write(buffer, from, at - from);
      }
      if (at < filled) {
        at++;
        if (tooLong) {
          return TOO_LONG;
        }
        if (piece.size() > 0) {
          return piece.toString(StandardCharsets.UTF_8);
        }
      }
    }
  }

  /** Whether the next one may have to be waited for. */
  boolean drained() throws IOException {
    return at == filled && source.available() == 0;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, source.read(buffer));
    return filled > 0;
  }
}
