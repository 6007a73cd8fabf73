package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One range of bytes that a client asked for, cut to the file (RFC 9110, 14). */
record ByteRange(long from, long length) {
  private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Reads a {@code Range} header. Several ranges or another unit mean the whole file, as the RFC
   * allows; a range that begins behind the end is an error.
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      if (last.isEmpty()) {
        return Optional.empty();
      }
      long length = Math.min(Long.parseLong(last), size);
      return Optional.of(satisfiable(size - length, length, size));
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return Optional.empty();
    }
    return Optional.of(satisfiable(from, Math.min(to, size - 1) - from + 1, size));
  }

  String contentRange(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }

  private static ByteRange satisfiable(long from, long length, long size) {
    if (from >= size || length <= 0) {
      throw new JoyException(
          ErrorCode.RANGE, "the file has " + size + " bytes; ask for a range inside it");
    }
    return new ByteRange(from, length);
  }
}
