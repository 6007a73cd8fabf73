package com.joyofhardware.agent.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/**
 * Sends on an open WebSocket. May be called from every thread. Sending never blocks: who sends much
 * looks at {@link #isWritable} and waits for {@link WebSocketListener#writable}.
 */
public final class WebSocket {
  private final Channel channel;

  WebSocket(Channel channel) {
    this.channel = channel;
  }

  public ChannelFuture text(String message) {
    return channel.writeAndFlush(new TextWebSocketFrame(message));
  }

  /** Sends and releases {@code data}. */
  public ChannelFuture binary(ByteBuf data) {
    return channel.writeAndFlush(new BinaryWebSocketFrame(data));
  }

  /**
   * Ends it after what was sent before.
   *
   * @param code of RFC 6455, 7.4: 1000 is the normal end, 1011 a failure of ours
   * @param reason at most 123 bytes in UTF-8
   */
  public void close(int code, String reason) {
    channel
        .writeAndFlush(new CloseWebSocketFrame(code, reason))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** Whether what was sent is below the high-water mark of 64 KiB. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  public boolean isOpen() {
    return channel.isActive();
  }

  /** Stops or goes on reading from the client: how a slow consumer holds it back. */
  public void reading(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Where the listener is called. */
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }
}
