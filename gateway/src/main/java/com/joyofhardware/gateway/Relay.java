package com.joyofhardware.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a tunnel after the upgrade: raw bytes from its own channel to the peer, on one
 * event loop. A peer that doesn't take them stops the reading; an end of input is passed on once
 * everything before it is.
 */
final class Relay extends ChannelInboundHandlerAdapter {
  /** How long bytes that one side left behind may wait for the other to take them. */
  private static final int LAST_BYTES_SECONDS = 60;

  private final Channel peer;

  Relay(Channel peer) {
    this.peer = peer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    peer.write(bytes, peer.voidPromise());
    if (!peer.isWritable()) {
      peer.flush();
      if (!peer.isWritable()) {
        ctx.channel().config().setAutoRead(false);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      Pipes.readOn(peer);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event != ChannelInputShutdownEvent.INSTANCE) {
      return;
    }
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput(ctx.channel()));
  }

  private void endOutput(Channel self) {
    boolean both = Pipes.inputEnded(peer);
    // TLS has no half-close that its peers would understand
    if (both || peer.pipeline().get(SslHandler.class) != null) {
      peer.close();
      self.close();
    } else {
      Pipes.endOutput(peer);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (peer.isActive()) {
      Pipes.closeAfterFlush(peer);
      peer.eventLoop().schedule(() -> peer.close(), LAST_BYTES_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** A reset; there is nobody left to tell on this side. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
