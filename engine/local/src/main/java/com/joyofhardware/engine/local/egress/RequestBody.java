package com.joyofhardware.engine.local.egress;

import com.joyofhardware.engine.local.egress.RequestHead.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Copies exactly one request's body. What follows it on the connection never reaches the server: it
 * would be a request that nobody has judged.
 */
final class RequestBody {
  private static final int BUFFER = 64 << 10;
  private static final int MAX_LINE = 4 << 10;
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})([ \t]*;.*)?");

  private RequestBody() {}

  static void copy(RequestHead head, InputStream in, OutputStream out) throws IOException {
    if (head.chunked()) {
      copyChunks(in, out);
    } else {
      copy(head.length().orElse(0L), in, out);
    }
    out.flush();
  }

  private static void copy(long length, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the request ended in its body");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static void copyChunks(InputStream in, OutputStream out) throws IOException {
    while (true) {
      String line = line(in);
      var matcher = CHUNK.matcher(line);
      if (!matcher.matches()) {
        throw new MalformedException("not a chunk's length");
      }
      long length = Long.parseLong(matcher.group(1), 16);
      out.write((Long.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      if (length == 0) {
        while (!line(in).isEmpty()) {
          // Trailers are of no use to git or nix; the server gets none.
        }
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        return;
      }
      copy(length, in, out);
      if (!line(in).isEmpty()) {
        throw new MalformedException("a chunk that is longer than its length");
      }
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the request ended in its body");
      }
      if (next == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      if (line.length() == MAX_LINE || next == '\n') {
        throw new MalformedException("not a line of a chunked body");
      }
      line.append((char) next);
    }
  }
}
