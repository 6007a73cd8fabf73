package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;

/**
 * A pack in the making, on disk: objects of any size pass through a small buffer. Header and
 * trailer are added when it is sent, since the count is known only then.
 */
final class PackSpool implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final Path file;
  private final FileChannel channel;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final byte[] read = new byte[BUFFER];
  private final byte[] packed = new byte[BUFFER];
  private final Set<ObjectId> objects = new HashSet<>();
  private final Set<ObjectId> known;
  private int count;

  /** Objects in {@code known} are left out. */
  PackSpool(Path file, Set<ObjectId> known) throws IOException {
    this.file = file;
    this.known = known;
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ);
  }

  int count() {
    return count;
  }

  Set<ObjectId> objects() {
    return objects;
  }

  boolean has(ObjectId id) {
    return known.contains(id) || objects.contains(id);
  }

  ObjectId add(ObjectKind kind, byte[] content) throws IOException {
    ObjectId id = kind.id(content);
    if (!has(id)) {
      header(kind, content.length);
      deflater.setInput(content);
      finish();
      keep(id);
    }
    return id;
  }

  /**
   * Adds exactly {@code size} bytes of a stream as a blob.
   *
   * @throws ShrunkException when it holds fewer; then nothing was added
   */
  ObjectId addBlob(InputStream in, long size) throws IOException {
    long start = channel.position();
    MessageDigest digest = ObjectKind.BLOB.digest(size);
    boolean kept = false;
    try {
      header(ObjectKind.BLOB, size);
      long left = size;
      while (left > 0) {
        int n = in.read(read, 0, (int) Math.min(left, read.length));
        if (n < 0) {
          throw new ShrunkException();
        }
        digest.update(read, 0, n);
        deflater.setInput(read, 0, n);
        while (!deflater.needsInput()) {
          drain();
        }
        left -= n;
      }
      finish();
      ObjectId id = ObjectId.of(digest.digest(), 0);
      if (!has(id)) {
        keep(id);
        kept = true;
      }
      return id;
    } finally {
      if (!kept) {
        deflater.reset();
        channel.truncate(start);
        channel.position(start);
      }
    }
  }

  /** The file became shorter while it was read. */
  static final class ShrunkException extends IOException {
    ShrunkException() {
      super("the file became shorter while it was read");
    }
  }

  private void keep(ObjectId id) {
    objects.add(id);
    count++;
  }

  private void header(ObjectKind kind, long size) throws IOException {
    byte[] header = new byte[10];
    int length = 0;
    int b = kind.number() << 4 | (int) (size & 15);
    long left = size >>> 4;
    while (left != 0) {
      header[length++] = (byte) (b | 0x80);
      b = (int) (left & 0x7f);
      left >>>= 7;
    }
    header[length++] = (byte) b;
    write(header, length);
  }

  private void finish() throws IOException {
    deflater.finish();
    while (!deflater.finished()) {
      drain();
    }
    deflater.reset();
  }

  private void drain() throws IOException {
    write(packed, deflater.deflate(packed));
  }

  private void write(byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Sends it as a pack of version 2. */
  void writeTo(OutputStream out) throws IOException {
    MessageDigest digest = ObjectKind.sha1();
    DigestOutputStream through = new DigestOutputStream(out, digest);
    through.write(ByteBuffer.allocate(12).putInt(0x5041434b).putInt(2).putInt(count).array());
    long at = 0;
    long end = channel.position();
    ByteBuffer buffer = ByteBuffer.wrap(new byte[BUFFER]);
    while (at < end) {
      buffer.clear().limit((int) Math.min(BUFFER, end - at));
      int n = channel.read(buffer, at);
      if (n < 0) {
        throw new IOException("the spooled pack was cut off");
      }
      through.write(buffer.array(), 0, n);
      at += n;
    }
    out.write(digest.digest());
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    channel.close();
    Files.deleteIfExists(file);
  }
}
