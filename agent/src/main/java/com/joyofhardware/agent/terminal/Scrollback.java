package com.joyofhardware.agent.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The last output of a terminal, by position in all it ever wrote. It lies outside the heap, which
 * is too small for it, and grows by chunks as output comes.
 */
final class Scrollback implements AutoCloseable {
  /** Large enough that malloc maps it and gives it back when it is freed. */
  static final int CHUNK = 128 << 10;

  private final Arena arena = Arena.ofShared();
  private final int capacity;
  private final List<MemorySegment> chunks = new ArrayList<>();
  private final ScreenModes dropped = new ScreenModes();
  private long first;
  private long end;

  Scrollback(int capacity) {
    this.capacity = capacity;
  }

  /** Where the next output goes; never empty. */
  MemorySegment room() {
    long used = end - first;
    if (used == (long) chunks.size() * CHUNK) {
      if (used >= capacity + CHUNK) {
        MemorySegment oldest = chunks.removeFirst();
        dropped.feed(oldest, 0, CHUNK);
        first += CHUNK;
        chunks.add(oldest);
      } else {
        chunks.add(arena.allocate(CHUNK));
      }
    }
    long offset = (end - first) % CHUNK;
    return chunks.getLast().asSlice(offset);
  }

  void wrote(int count) {
    end += count;
  }

  /** After the newest byte. */
  long end() {
    return end;
  }

  /** Appends what begins at a position, at most to the end of its chunk; the count of bytes. */
  int copy(long position, ByteBuf target, int most) {
    long at = position - first;
    MemorySegment chunk = chunks.get((int) (at / CHUNK));
    int offset = (int) (at % CHUNK);
    int count = (int) Math.min(Math.min(most, CHUNK - offset), end - position);
    target.writeBytes(chunk.asSlice(offset, count).asByteBuffer());
    return count;
  }

  /**
   * Where a replay begins.
   *
   * @param prefix brings a fresh screen into the modes it had there: what was cut off may have
   *     switched to the alternate screen
   */
  record Start(long position, String prefix) {}

  /** The oldest line, where something was cut off; else the oldest byte. */
  Start start() {
    if (end <= capacity) {
      return new Start(0, "");
    }
    long oldest = end - capacity;
    long cut = afterFirst((byte) '\n', oldest);
    if (cut == end) {
      cut = characterFrom(oldest);
    }
    ScreenModes modes = dropped.copy();
    for (long at = first; at < cut; at += CHUNK - (at - first) % CHUNK) {
      int offset = (int) ((at - first) % CHUNK);
      int until = (int) Math.min(CHUNK, offset + (cut - at));
      modes.feed(chunks.get((int) ((at - first) / CHUNK)), offset, until);
    }
    return new Start(cut, modes.sequence());
  }

  private long afterFirst(byte wanted, long from) {
    for (long at = from; at < end; at++) {
      if (at(at) == wanted) {
        return at + 1;
      }
    }
    return end;
  }

  /** Not in the middle of a UTF-8 sequence. */
  private long characterFrom(long from) {
    long at = from;
    while (at < end && (at(at) & 0xC0) == 0x80) {
      at++;
    }
    return at;
  }

  private byte at(long position) {
    long at = position - first;
    return chunks.get((int) (at / CHUNK)).get(JAVA_BYTE, at % CHUNK);
  }

  @Override
  public void close() {
    arena.close();
  }
}
