package com.joyofhardware.protocol.control;

import com.joyofhardware.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Writes frames. A message and its transfers go out whole, whatever other threads send. */
public final class FrameOutput {
  /** Well below the limit: this much is held per link. */
  private static final int CHUNK = 64 << 10;

  private final OutputStream out;
  private final ReentrantLock turn = new ReentrantLock();

  public FrameOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes the bytes of one transfer. */
  public interface Transfer {
    void writeTo(OutputStream out) throws IOException;
  }

  public void send(ControlMessage message) throws IOException {
    send(message, List.of());
  }

  /**
   * Sends a message and the transfers it announces.
   *
   * @throws IOException also when a transfer's own source fails; then the stream can't go on, and
   *     the link is to be closed
   */
  public void send(ControlMessage message, List<? extends Transfer> transfers) throws IOException {
    byte[] json = Json.write(message, ControlMessage.class).getBytes(StandardCharsets.UTF_8);
    turn.lock();
    try {
      frame(ControlFrame.MESSAGE, json, json.length);
      for (Transfer transfer : transfers) {
        Chunks chunks = new Chunks();
        transfer.writeTo(chunks);
        chunks.flush();
        frame(ControlFrame.CHUNK, json, 0);
      }
      out.flush();
    } finally {
      turn.unlock();
    }
  }

  /**
   * An empty chunk that belongs to no transfer: the reader skips it. Not sent while a message is on
   * its way, which says as much.
   */
  void beat() throws IOException {
    if (turn.tryLock()) {
      try {
        frame(ControlFrame.CHUNK, new byte[0], 0);
        out.flush();
      } finally {
        turn.unlock();
      }
    }
  }

  private void frame(byte kind, byte[] payload, int length) throws IOException {
    byte[] whole = new byte[ControlFrame.HEADER + length];
    header(whole, kind, length);
    System.arraycopy(payload, 0, whole, ControlFrame.HEADER, length);
    out.write(whole);
  }

  /** In one write with what follows: a write is a wake-up at the other end. */
  private static void header(byte[] frame, byte kind, int length) {
    int size = length + 1;
    frame[0] = (byte) (size >>> 24);
    frame[1] = (byte) (size >>> 16);
    frame[2] = (byte) (size >>> 8);
    frame[3] = (byte) size;
    frame[4] = kind;
  }

  private final class Chunks extends OutputStream {
    private final byte[] buffer = new byte[ControlFrame.HEADER + CHUNK];
    private int filled = ControlFrame.HEADER;

    @Override
    public void write(int b) throws IOException {
      buffer[filled++] = (byte) b;
      if (filled == buffer.length) {
        flush();
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        int n = Math.min(left, buffer.length - filled);
        System.arraycopy(bytes, from, buffer, filled, n);
        filled += n;
        from += n;
        left -= n;
        if (filled == buffer.length) {
          flush();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      if (filled > ControlFrame.HEADER) {
        header(buffer, ControlFrame.CHUNK, filled - ControlFrame.HEADER);
        out.write(buffer, 0, filled);
        filled = ControlFrame.HEADER;
      }
    }
  }
}
