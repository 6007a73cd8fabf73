package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, piece by piece as it comes in. What is not taken is not read from the
 * connection, so a fast client can't fill the heap.
 */
public final class Body {
  private static final int WINDOW = 128 << 10;
  private static final long PATIENCE_SECONDS = 120;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ByteBuf> pieces = new ArrayDeque<>();
  private final Runnable begin;
  private final Runnable readMore;
  private int queued;
  private boolean begun;
  private boolean paused;
  private boolean ended;
  private boolean broken;
  private boolean discarding;

  /**
   * @param begin told once when the body is first asked for
   * @param readMore asks the connection for another piece
   */
  Body(Runnable begin, Runnable readMore) {
    this.begin = begin;
    this.readMore = readMore;
  }

  /** The next piece, which the caller releases, or null at the end. Waits for it. */
  public @Nullable ByteBuf next() throws IOException {
    begin();
    lock.lock();
    try {
      while (pieces.isEmpty() && !ended) {
        if (broken) {
          throw new EOFException("the client went away in the middle of the body");
        }
        if (!changed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("the client sent nothing for " + PATIENCE_SECONDS + " s");
        }
      }
      ByteBuf piece = pieces.poll();
      if (piece != null) {
        queued -= piece.readableBytes();
        if (paused && !ended && queued < WINDOW / 2) {
          paused = false;
          readMore.run();
        }
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading a body", e);
    } finally {
      lock.unlock();
    }
  }

  /** The whole body, when it is no longer than {@code limit} bytes. */
  public byte[] readAll(int limit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuf piece = next(); piece != null; piece = next()) {
      try {
        if (all.size() + piece.readableBytes() > limit) {
          throw new JoyException(
              ErrorCode.TOO_LARGE, "the body is over the limit of " + limit + " bytes");
        }
        piece.readBytes(all, piece.readableBytes());
      } finally {
        piece.release();
      }
    }
    return all.toByteArray();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      begin.run();
    }
  }

  /** On the event loop: a piece came in. Says whether another may be read at once. */
  boolean offer(ByteBuf piece) {
    lock.lock();
    try {
      if (discarding || !piece.isReadable()) {
        piece.release();
        return true;
      }
      pieces.add(piece);
      queued += piece.readableBytes();
      changed.signal();
      paused = queued >= WINDOW;
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  /** On the event loop: that was all. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** On the event loop: the connection is gone. */
  void breakOff() {
    lock.lock();
    try {
      broken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** On the event loop: nobody will take the rest. Says whether reading had paused. */
  boolean discard() {
    lock.lock();
    try {
      discarding = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      queued = 0;
      boolean had = paused && !ended;
      paused = false;
      return had;
    } finally {
      lock.unlock();
    }
  }
}
