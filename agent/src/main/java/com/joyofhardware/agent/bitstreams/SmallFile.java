package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The content of a file of a bitstream's size, and what the kernel said of it meanwhile. */
final class SmallFile {
  private final byte[] bytes;
  private final Attributes attributes;

  private SmallFile(byte[] bytes, Attributes attributes) {
    this.bytes = bytes;
    this.attributes = attributes;
  }

  /** Whether it is worth a look inside. A link is no file, wherever it points. */
  static boolean mayBe(Attributes all) {
    return all.kind() == FileKind.FILE
        && all.size() >= IceImage.SMALLEST
        && all.size() <= Limits.MAX_BITSTREAM;
  }

  /** A bitstream at a path of the workspace; empty when there is none that stands still. */
  static Optional<SmallFile> at(Path workspace, String path) throws IOException {
    try (Folder root = Folder.root(workspace);
        Entry entry = root.entry(BeneathPath.parse(path))) {
      return of(entry);
    } catch (JoyException e) {
      if (e.code() == ErrorCode.INTERNAL || e.code() == ErrorCode.LIMIT_REACHED) {
        throw e;
      }
      return Optional.empty(); // gone, or a link by now, or nothing that may be read
    }
  }

  /** The same of what is held already: nobody can put something else in its place. */
  static Optional<SmallFile> of(Entry entry) throws IOException {
    Attributes before = entry.attributes();
    if (!mayBe(before)) {
      return Optional.empty();
    }
    try (FileChannel file = entry.read()) {
      int size = (int) before.size();
      byte[] bytes = new byte[size];
      int head = Math.min(size, IceImage.HEAD);
      if (read(file, bytes, 0, head) < head || !IceImage.begins(bytes, head)) {
        return Optional.empty();
      }
      boolean whole = read(file, bytes, head, size - head) == size - head;
      return whole && entry.attributes().etag().equals(before.etag())
          ? Optional.of(new SmallFile(bytes, before))
          : Optional.empty();
    }
  }

  private static int read(FileChannel file, byte[] into, int from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {
      // until it is full or the file is over
    }
    return length - buffer.remaining();
  }

  /** For its reader: it is not copied. */
  byte[] bytes() {
    return bytes;
  }

  Attributes attributes() {
    return attributes;
  }

  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
