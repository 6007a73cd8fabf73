package com.joyofhardware.agent.ports;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program's side of a tunnel, on its own event loop. What it sends before the client's
 * handshake is done is kept: a program that ends at once is read even while reading is off.
 */
final class Program extends ChannelInboundHandlerAdapter {
  private final List<ByteBuf> early = new ArrayList<>();
  private @Nullable PortTunnel tunnel;
  private boolean ended;
  private boolean broken;

  /** On the event loop. */
  void attach(PortTunnel attached) {
    tunnel = attached;
    early.forEach(attached::fromProgram);
    early.clear();
    if (ended) {
      attached.programEnded();
    } else if (broken) {
      attached.programBroke();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (tunnel == null) {
      early.add(bytes);
    } else {
      tunnel.fromProgram(bytes);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (tunnel != null) {
      tunnel.resume();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      if (tunnel != null) {
        tunnel.programEnded();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    breakOff();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    breakOff();
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    early.forEach(ByteBuf::release);
    early.clear();
  }

  private void breakOff() {
    if (!ended && !broken) {
      broken = true;
      if (tunnel != null) {
        tunnel.programBroke();
      }
    }
  }
}
