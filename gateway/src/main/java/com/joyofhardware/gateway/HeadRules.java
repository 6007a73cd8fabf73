package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Judges the raw bytes of a message head before any codec reads them. Whatever two parsers might
 * read in two ways is refused (RFC 9112, sections 2.2, 3, 5.2, 6.1 and 6.3), where the RFC would
 * often let a recipient repair it.
 */
final class HeadRules {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final int MAX_LENGTH_DIGITS = 18;

  private final int maxBytes;
  private final int maxHeaders;

  HeadRules(int maxBytes, int maxHeaders) {
    this.maxBytes = maxBytes;
    this.maxHeaders = maxHeaders;
  }

  /**
   * The length of the head at the reader index with its empty line, or -1 while it isn't complete.
   *
   * @param scanned how many bytes an earlier call has looked at
   * @throws JoyException when no continuation can make it a head
   */
  int completeHead(ByteBuf in, int scanned) {
    int readable = Math.min(in.readableBytes(), maxBytes);
    int start = in.readerIndex();
    for (int i = Math.max(0, scanned); i < readable; i++) {
      if (in.getByte(start + i) != '\n') {
        continue;
      }
      if (i == 0 || in.getByte(start + i - 1) != '\r') {
        throw malformed("a line ends in LF alone");
      }
      if (i == 1) {
        throw malformed("the head begins with an empty line");
      }
      if (i >= 3 && in.getByte(start + i - 2) == '\n') {
        return i + 1;
      }
    }
    if (in.readableBytes() >= maxBytes) {
      throw new JoyException(
          ErrorCode.HEAD_TOO_LARGE,
          "the head is longer than " + maxBytes + " bytes; send fewer or shorter headers");
    }
    return -1;
  }

  /** Checks a complete request head. */
  void request(byte[] head) {
    String first = line(head, 0);
    String[] words = first.split(" ", -1);
    if (words.length != 3 || !isToken(words[0])) {
      throw malformed("the request line doesn't read METHOD /path HTTP/1.1");
    }
    if (!words[2].equals("HTTP/1.1") && !words[2].equals("HTTP/1.0")) {
      throw malformed("the version is neither HTTP/1.1 nor HTTP/1.0");
    }
    target(words[1]);
    Framing framing = headers(head, first.length() + 2);
    boolean one = words[2].equals("HTTP/1.1");
    if (framing.hosts > 1 || (one && framing.hosts == 0)) {
      throw malformed("there must be one Host header");
    }
    if (!one && framing.encodings > 0) {
      throw malformed("HTTP/1.0 has no Transfer-Encoding");
    }
  }

  /** Checks a complete response head. */
  void response(byte[] head) {
    String first = line(head, 0);
    boolean formed =
        first.length() >= 12
            && (first.startsWith("HTTP/1.1 ") || first.startsWith("HTTP/1.0 "))
            && first.charAt(9) >= '1'
            && first.charAt(9) <= '5'
            && isDigit(first.charAt(10))
            && isDigit(first.charAt(11))
            && (first.length() == 12 || first.charAt(12) == ' ');
    if (!formed) {
      throw malformed("the status line doesn't read HTTP/1.1 NNN");
    }
    headers(head, first.length() + 2);
  }

  private static void target(String target) {
    if (target.isEmpty() || target.charAt(0) != '/') {
      throw malformed("the request target doesn't begin with a slash");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw malformed("the request target holds a character that must be encoded");
      }
    }
  }

  private Framing headers(byte[] head, int from) {
    Framing framing = new Framing();
    int count = 0;
    int at = from;
    for (String line = line(head, at); !line.isEmpty(); line = line(head, at)) {
      if (++count > maxHeaders) {
        throw new JoyException(
            ErrorCode.HEAD_TOO_LARGE, "the head has more than " + maxHeaders + " headers");
      }
      int colon = line.indexOf(':');
      if (colon <= 0 || !isToken(line.substring(0, colon))) {
        throw malformed("a header's name is not a token, or its line is folded");
      }
      framing.take(line.substring(0, colon), strip(line.substring(colon + 1)));
      at += line.length() + 2;
    }
    if (at + 2 != head.length) {
      throw malformed("there is an empty line inside the head");
    }
    framing.judge();
    return framing;
  }

  /** The line at an offset, as ISO 8859-1, without its CRLF. */
  private static String line(byte[] head, int from) {
    int end = from;
    while (end < head.length && head[end] != '\r') {
      int c = head[end] & 0xff;
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw malformed("the head holds a control character");
      }
      end++;
    }
    if (end + 1 >= head.length || head[end + 1] != '\n') {
      throw malformed("a line ends in CR alone");
    }
    return new String(head, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static String strip(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && (value.charAt(start) == ' ' || value.charAt(start) == '\t')) {
      start++;
    }
    while (end > start && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\t')) {
      end--;
    }
    return value.substring(start, end);
  }

  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !isDigit(c) && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static JoyException malformed(String what) {
    return new JoyException(ErrorCode.MALFORMED, "the message is not valid HTTP: " + what);
  }

  /** What says where the body ends. */
  private static final class Framing {
    private int hosts;
    private int lengths;
    private int encodings;

    void take(String name, String value) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "host" -> hosts++;
        case "content-length" -> {
          lengths++;
          if (value.isEmpty()
              || value.length() > MAX_LENGTH_DIGITS
              || !value.chars().allMatch(c -> isDigit((char) c))) {
            throw malformed("Content-Length is not a number");
          }
        }
        case "transfer-encoding" -> {
          encodings++;
          if (!value.equalsIgnoreCase("chunked")) {
            throw malformed("the only Transfer-Encoding is chunked");
          }
        }
        default -> {}
      }
    }

    void judge() {
      if (lengths + encodings > 1) {
        throw malformed("the body's length is given more than once");
      }
    }
  }
}
