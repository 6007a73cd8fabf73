package com.joyofhardware.agent.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;

/**
 * Sends on an open WebSocket. May be called from every thread. Sending never blocks: who sends much
 * looks at {@link #isWritable} and waits for {@link WebSocketListener#writable}.
 */
public final class WebSocket {
  private static final int LINGER_SECONDS = 5;
  private static final AttributeKey<Boolean> CLOSING = AttributeKey.valueOf("closing");

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
   * Ends it after what was sent before. The listener hears no more than {@code closed}.
   *
   * @param code of RFC 6455, 7.4: 1000 is the normal end, 1011 a failure of ours
   * @param reason cut after 123 bytes in UTF-8
   */
  public void close(int code, String reason) {
    if (channel.attr(CLOSING).getAndSet(true) != null) {
      return;
    }
    channel
        .writeAndFlush(new CloseWebSocketFrame(code, shorten(reason)))
        .addListener(sent -> {
          if (sent.isSuccess()) {
            linger();
          } else {
            channel.close();
          }
        });
  }

  /** Whether our close frame has been sent: then only the client's is waited for. */
  static boolean isClosing(Channel channel) {
    return channel.attr(CLOSING).get() != null;
  }

  /**
   * A connection closed while the client still sends is reset, and what we sent last is lost on the
   * way: so the client closes it, unless it takes too long.
   */
  private void linger() {
    channel.config().setAutoRead(true);
    Future<?> end = channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, SECONDS);
    channel.closeFuture().addListener(closed -> end.cancel(false));
  }

  /** A close frame has room for 123 bytes of reason (RFC 6455, 5.5). */
  private static String shorten(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > 123) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
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
