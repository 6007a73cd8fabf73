package com.joyofhardware.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes an agent's {@code WS /ports/{port}} a connection again, for the handlers behind it: frames
 * are bytes, an empty one is the end of a direction.
 */
final class PortFrames extends ChannelDuplexHandler {
  private @Nullable ChannelHandlerContext context;
  private boolean inputEnded;
  private boolean outputEnded;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Whether the program has ended its output. */
  boolean inputEnded() {
    return inputEnded;
  }

  /** Tells the program that no more will come. */
  void endOutput() {
    if (!outputEnded) {
      outputEnded = true;
      ChannelHandlerContext ctx = Objects.requireNonNull(context, "it is in a pipeline");
      ctx.writeAndFlush(new BinaryWebSocketFrame(), ctx.voidPromise());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case BinaryWebSocketFrame frame -> bytes(ctx, frame.content(), frame.isFinalFragment());
      case ContinuationWebSocketFrame frame -> bytes(ctx, frame.content(), false);
      case PingWebSocketFrame ping ->
          ctx.writeAndFlush(new PongWebSocketFrame(ping.content()), ctx.voidPromise());
      case PongWebSocketFrame pong -> pong.release();
      case CloseWebSocketFrame close -> {
        close.release();
        ctx.close();
      }
      default -> {
        ReferenceCountUtil.release(message);
        ctx.close(); // text has no place here
      }
    }
  }

  private void bytes(ChannelHandlerContext ctx, ByteBuf bytes, boolean alone) {
    if (bytes.isReadable()) {
      ctx.fireChannelRead(bytes);
      return;
    }
    bytes.release();
    if (alone && !inputEnded) {
      inputEnded = true;
      ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    // an empty buffer only marks a place in the stream; an empty frame would end it
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      ctx.write(new BinaryWebSocketFrame(bytes), promise);
    } else {
      ctx.write(message, promise);
    }
  }
}
