package com.joyofhardware.agent.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads a pack without deltas, by object id. For one thread. */
final class PackFile implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final int HEADER = 12;
  private static final int TRAILER = 20;

  /** Of a header and of what is inflated at a time; a buffer holds 2 GiB at most. */
  private static final long WINDOW = 1 << 20;

  /** The header of any entry fits in. */
  private static final int LEAST = 16;

  private final MemorySegment bytes;
  private final Map<ObjectId, Long> offsets = new HashMap<>();
  private final Arena mapping;
  private final Arrival arrival;
  private final Reader own = new Reader();

  /** Waits until that much is there, or all; gives how much is. */
  private interface Arrival {
    long await(long bytes) throws IOException;
  }

  private PackFile(MemorySegment bytes, Arena mapping, Arrival arrival) {
    this.bytes = bytes;
    this.mapping = mapping;
    this.arrival = arrival;
  }

  private static PackFile open(Path pack) throws IOException {
    try (FileChannel channel = FileChannel.open(pack, StandardOpenOption.READ)) {
      long size = channel.size();
      return map(channel, size, bytes -> size);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // close() ends the mapping
  private static PackFile map(FileChannel channel, long size, Arrival arrival) throws IOException {
    Arena mapping = Arena.ofShared();
    try {
      return new PackFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, size, mapping), mapping, arrival);
    } catch (IOException | RuntimeException e) {
      mapping.close();
      throw e;
    }
  }

  /** While it arrives; with an index of version 2 (gitformat-pack), which is there. */
  static PackFile arriving(ArrivingFile pack, Path index) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(index));
    PackFile file = map(pack.channel(), pack.size(), pack::await);
    if (bytes.getInt(0) != 0xff744f63 || bytes.getInt(4) != 2) {
      file.close();
      throw new IOException("not a pack index of version 2");
    }
    int count = bytes.getInt(8 + 255 * 4);
    int ids = 8 + 256 * 4;
    int offsets = ids + count * (ObjectId.LENGTH + 4);
    int large = offsets + count * 4;
    for (int i = 0; i < count; i++) {
      int offset = bytes.getInt(offsets + i * 4);
      file.offsets.put(
          ObjectId.of(bytes.array(), ids + i * ObjectId.LENGTH),
          offset >= 0 ? offset : bytes.getLong(large + (offset & 0x7fffffff) * 8));
    }
    return file;
  }

  /** Without an index: inflates everything once to learn the ids. */
  static PackFile scanned(Path pack) throws IOException {
    PackFile file = open(pack);
    try {
      int count = file.window(0).getInt(8);
      long at = HEADER;
      for (int i = 0; i < count; i++) {
        Entry entry = file.entry(at);
        MessageDigest digest = entry.kind().digest(entry.size());
        long next =
            file.own.inflate(
                entry, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        file.offsets.put(ObjectId.of(digest.digest(), 0), at);
        at = next;
      }
      if (at + TRAILER != file.bytes.byteSize()) {
        throw new IOException("the pack does not end where it should");
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private record Entry(ObjectKind kind, long size, long data) {}

  Set<ObjectId> ids() {
    return offsets.keySet();
  }

  boolean has(ObjectId id) {
    return offsets.containsKey(id);
  }

  byte[] read(ObjectId id, ObjectKind kind) throws IOException {
    return own.read(id, kind);
  }

  void copy(ObjectId id, ObjectKind kind, OutputStream to) throws IOException {
    own.copy(id, kind, to);
  }

  /** For another thread; to be closed before the pack is. */
  Reader reader() {
    return new Reader();
  }

  private Entry entry(long offset) throws IOException {
    ByteBuffer in = window(offset);
    try {
      int b = in.get();
      ObjectKind kind = ObjectKind.ofNumber(b >> 4 & 7);
      long size = b & 15;
      for (int shift = 4; (b & 0x80) != 0; shift += 7) {
        b = in.get();
        size |= (b & 0x7fL) << shift;
      }
      return new Entry(kind, size, offset + in.position());
    } catch (BufferUnderflowException e) {
      throw cutOff(e);
    }
  }

  private ByteBuffer window(long offset) throws IOException {
    long left = arrival.await(offset + LEAST) - offset;
    if (left <= 0) {
      throw cutOff(null);
    }
    return bytes.asSlice(offset, Math.min(left, WINDOW)).asByteBuffer();
  }

  private static IOException cutOff(@Nullable Exception cause) {
    return new IOException("the pack is cut off", cause);
  }

  /** Reads objects; for one thread. */
  final class Reader implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final byte[] out = new byte[BUFFER];

    byte[] read(ObjectId id, ObjectKind kind) throws IOException {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      copy(id, kind, content);
      return content.toByteArray();
    }

    void copy(ObjectId id, ObjectKind kind, OutputStream to) throws IOException {
      Long offset = offsets.get(id);
      if (offset == null) {
        throw new IOException("the pack lacks " + kind.label() + " " + id);
      }
      Entry entry = entry(offset);
      if (entry.kind() != kind) {
        throw new IOException(id + " is a " + entry.kind().label() + ", not a " + kind.label());
      }
      inflate(entry, to);
    }

    /** Writes the content; returns where the next entry begins. */
    private long inflate(Entry entry, OutputStream to) throws IOException {
      inflater.reset();
      long written = 0;
      try {
        while (!inflater.finished()) {
          if (inflater.needsInput()) {
            inflater.setInput(window(entry.data() + inflater.getBytesRead()));
          }
          int n = inflater.inflate(out);
          to.write(out, 0, n);
          written += n;
        }
      } catch (DataFormatException e) {
        throw new IOException("the pack is damaged", e);
      }
      if (written != entry.size()) {
        throw new IOException(
            "an object of the pack has " + written + " bytes, not " + entry.size());
      }
      return entry.data() + inflater.getBytesRead();
    }

    @Override
    public void close() {
      inflater.end();
    }
  }

  @Override
  public void close() {
    own.close();
    mapping.close();
  }
}
