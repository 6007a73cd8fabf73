package com.joyofhardware.agent.egress;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * Passes what one channel reads to its peer on the same event loop: reading stops while the peer is
 * full, the end of one direction ends that direction alone.
 */
final class Relay extends ChannelInboundHandlerAdapter {
  private final Channel peer;

  Relay(Channel peer) {
    this.peer = peer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    peer.writeAndFlush(message);
    if (!peer.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    // one that has ended isn't read again: Netty would fail to, and close it with what it still
    // sends
    if (ctx.channel().isWritable() && !((DuplexChannel) peer).isInputShutdown()) {
      peer.config().setAutoRead(true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> {
            if (((DuplexChannel) ctx.channel()).isOutputShutdown()) {
              ctx.close();
              peer.close();
            } else {
              ((DuplexChannel) peer).shutdownOutput();
            }
          });
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // one side broke off: so does the other
    ctx.close();
    peer.close();
  }
}
