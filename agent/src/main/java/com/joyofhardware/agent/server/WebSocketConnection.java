package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection after its WebSocket handshake. */
final class WebSocketConnection extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int PING_SECONDS = 30;

  /** Pings without any sign of life after which a client is taken for gone. */
  private static final int SILENT_PINGS = 3;

  private final WebSocketListener listener;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> pings;
  private int silent;
  private boolean opened;

  WebSocketConnection(WebSocketListener listener) {
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  void open() {
    ChannelHandlerContext ctx = context;
    if (ctx == null || !ctx.channel().isActive()) {
      listener.abandoned();
      return;
    }
    opened = true;
    pings =
        ctx.executor()
            .scheduleAtFixedRate(() -> ping(ctx), PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
    guarded(ctx, () -> listener.opened(new WebSocket(ctx.channel())));
  }

  /**
   * A dead network is noticed by silence; nothing that answers pings is ever cut for being idle. A
   * client that we hold back isn't read, so its silence means nothing.
   */
  private void ping(ChannelHandlerContext ctx) {
    if (!ctx.channel().config().isAutoRead() || WebSocket.isClosing(ctx.channel())) {
      return;
    }
    if (silent++ >= SILENT_PINGS) {
      ctx.close();
      return;
    }
    if (ctx.channel().isWritable()) {
      ctx.writeAndFlush(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    silent = 0;
    if (WebSocket.isClosing(ctx.channel())) {
      if (frame instanceof CloseWebSocketFrame) {
        ctx.close();
      }
      return;
    }
    guarded(
        ctx,
        () -> {
          switch (frame) {
            case TextWebSocketFrame text -> listener.text(text.text());
            case BinaryWebSocketFrame binary -> {
              if (binary.content().readableBytes() > Limits.MAX_BINARY_FRAME) {
                throw new TooLongFrameException();
              }
              listener.binary(binary.content());
            }
            case PingWebSocketFrame ping ->
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame close ->
                ctx.writeAndFlush(new CloseWebSocketFrame(1000, ""))
                    .addListener(ChannelFutureListener.CLOSE);
            default -> {}
          }
        });
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (opened) {
      guarded(ctx, () -> listener.writable(ctx.channel().isWritable()));
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (pings != null) {
      pings.cancel(false);
    }
    if (opened) {
      opened = false;
      listener.closed();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switch (cause) {
      case TooLongFrameException e -> close(ctx, 1009, "the message is over the limit");
      case CorruptedWebSocketFrameException e -> ctx.close();
      case IOException e -> ctx.close();
      default -> {
        JoyException error = Problems.of(cause);
        close(ctx, error.code() == ErrorCode.INTERNAL ? 1011 : 1008, error.getMessage());
      }
    }
  }

  private void guarded(ChannelHandlerContext ctx, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      exceptionCaught(ctx, e);
    }
  }

  private static void close(ChannelHandlerContext ctx, int code, @Nullable String reason) {
    new WebSocket(ctx.channel()).close(code, reason == null ? "" : reason);
  }
}
