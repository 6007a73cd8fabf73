package com.joyofhardware.agent.buffer;

import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.agent.Buffers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A buffer on disk: a line of JSON that says what it is, then its text. One file, replaced in one
 * step, so that a reader at any moment finds a text with the version that it is.
 */
final class BufferFile {
  private static final int MAX_HEAD = 64 << 10;

  private BufferFile() {}

  /** The first line. */
  record Head(String page, long version, Buffers.Document document) {}

  /** A head, and how long the text after it is. */
  record Found(Head head, long bytes) {}

  static Found head(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] line = line(in);
      return new Found(parse(line), Files.size(file) - line.length - 1);
    }
  }

  static String text(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      byte[] unused = line(in);
      assert unused.length > 0;
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void write(Path file, Head head, byte[] text) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (OutputStream out = Files.newOutputStream(next)) {
      out.write(Json.write(head, Head.class).getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      out.write(text);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() == MAX_HEAD) {
        throw new IOException("not a buffer: it has no first line");
      }
      line.write(b);
    }
    return line.toByteArray();
  }

  private static Head parse(byte[] line) throws IOException {
    try {
      return Json.read(new String(line, StandardCharsets.UTF_8), Head.class);
    } catch (JoyException e) {
      throw new IOException("not a buffer: " + e.getMessage(), e);
    }
  }
}
