package com.joyofhardware.agent.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A Netty channel as two blocking streams. What arrives and isn't read yet is bounded by not
 * reading from the socket, what is written and isn't sent yet by waiting.
 */
final class ChannelBytes extends ChannelInboundHandlerAdapter {
  private static final int QUEUED = 2 << 20;

  private final Channel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Queue<ByteBuf> arrived = new ArrayDeque<>();
  private int queued;
  private boolean ended;

  ChannelBytes(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    lock.lock();
    try {
      arrived.add(bytes);
      queued += bytes.readableBytes();
      if (queued > QUEUED) {
        channel.config().setAutoRead(false);
      }
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    signal(false);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    signal(true);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void signal(boolean end) {
    lock.lock();
    try {
      ended |= end;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  InputStream input() {
    return new Input();
  }

  OutputStream output() {
    return new Output();
  }

  /** Ends both streams; what was not read is thrown away. */
  void close() {
    channel.close();
    signal(true);
    lock.lock();
    try {
      arrived.forEach(ByteBuf::release);
      arrived.clear();
    } finally {
      lock.unlock();
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0; // readNBytes asks for nothing at its end
      }
      lock.lock();
      try {
        while (arrived.isEmpty() && !ended) {
          change.awaitUninterruptibly();
        }
        if (arrived.isEmpty()) {
          return -1;
        }
        ByteBuf first = arrived.element();
        int n = Math.min(length, first.readableBytes());
        first.readBytes(bytes, offset, n);
        queued -= n;
        if (!first.isReadable()) {
          arrived.remove().release();
        }
        if (queued <= QUEUED / 2 && !channel.config().isAutoRead()) {
          channel.config().setAutoRead(true);
        }
        return n;
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      lock.lock();
      try {
        while (!ended && !channel.isWritable()) {
          channel.flush();
          change.awaitUninterruptibly();
        }
        if (ended) {
          throw new IOException("the control link is closed");
        }
      } finally {
        lock.unlock();
      }
      channel.write(Unpooled.copiedBuffer(bytes, offset, length), channel.voidPromise());
    }

    @Override
    public void flush() {
      channel.flush();
    }
  }
}
