package com.joyofhardware.agent.process;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a process prints, for a virtual thread that may block. The loop reads a little ahead; what
 * is more waits in the pipe, and the process with it. May be closed from another thread: who reads
 * then gets an IOException.
 */
public final class PipeStream extends InputStream {
  private static final int AHEAD = 256 << 10;
  private static final int PIECE = 64 << 10;

  private final ProcessLoop loop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>();
  private int waiting;
  private boolean ended;
  private boolean closed;

  /** Only on the loop, as is the next. */
  private @Nullable LoopFd source;

  private boolean readable;

  private PipeStream(ProcessLoop loop) {
    this.loop = loop;
  }

  /** Takes over the read end of a pipe, which must not block. */
  public static PipeStream of(ProcessLoop loop, int fd) {
    PipeStream stream = new PipeStream(loop);
    loop.run(() -> stream.open(fd));
    return stream;
  }

  private void open(int fd) {
    source = LoopFd.register(loop, fd, this::becameReadable, () -> {});
    lock.lock();
    try {
      if (closed) {
        source.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void becameReadable() {
    readable = true;
    pump();
  }

  private void pump() {
    LoopFd from = source;
    lock.lock();
    try {
      while (from != null && readable && !closed && waiting < AHEAD) {
        ByteBuf piece = Unpooled.buffer(PIECE / 16, PIECE);
        int count = from.read(piece);
        if (count > 0) {
          pieces.add(piece);
          waiting += count;
        } else {
          piece.release();
          readable = false;
          if (count < 0) {
            ended = true;
            from.close();
          }
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (pieces.isEmpty() && !ended && !closed) {
        changed.await();
      }
      if (closed) {
        throw new IOException("the stream was closed");
      }
      ByteBuf head = pieces.peek();
      if (head == null) {
        return -1;
      }
      int count = Math.min(length, head.readableBytes());
      head.readBytes(target, offset, count);
      boolean full = waiting >= AHEAD;
      waiting -= count;
      if (!head.isReadable()) {
        pieces.remove().release();
      }
      if (full && waiting < AHEAD) {
        loop.loop().execute(this::pump);
      }
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      lock.unlock();
    }
  }

  /** What can be read without waiting. */
  @Override
  public int available() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      waiting = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    loop.run(() -> {
      if (source != null) {
        source.close();
      }
    });
  }
}
