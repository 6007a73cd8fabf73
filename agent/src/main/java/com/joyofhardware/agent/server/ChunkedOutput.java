package com.joyofhardware.agent.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer, piece by piece; a piece is made when the one before has gone. */
final class ChunkedOutput extends OutputStream {
  private static final int PIECE = 64 << 10;

  private final Channel channel;
  private byte[] piece = new byte[PIECE];
  private int filled;

  ChunkedOutput(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, PIECE - filled);
      System.arraycopy(source, at, piece, filled, count);
      filled += count;
      at += count;
      left -= count;
      if (filled == PIECE) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    byte[] full = piece;
    int length = filled;
    piece = new byte[PIECE];
    filled = 0;
    try {
      ChannelFuture sent =
          channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(full, 0, length)));
      if (!sent.await().isSuccess()) {
        throw new IOException("the client has gone", sent.cause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending", e);
    }
  }
}
