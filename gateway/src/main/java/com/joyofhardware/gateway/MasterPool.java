package com.joyofhardware.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Idle connections to the master; an event loop has its own, so nothing is shared by threads. */
final class MasterPool {
  private static final int IDLE_PER_LOOP = 32;

  /** Well below the time after which the master's own server closes them. */
  private static final int IDLE_SECONDS = 10;

  private final Map<EventLoop, Deque<Channel>> idle = new ConcurrentHashMap<>();

  /** An idle connection, or null; called on the loop. */
  @Nullable Channel take(EventLoop loop, InetSocketAddress to) {
    Deque<Channel> mine = mine(loop);
    for (Channel channel = mine.pollLast(); channel != null; channel = mine.pollLast()) {
      channel.pipeline().remove(Idle.class);
      if (channel.isActive() && to.equals(channel.remoteAddress())) {
        return channel;
      }
      channel.close();
    }
    return null;
  }

  ChannelFuture connect(EventLoop loop, InetSocketAddress to) {
    return Pipes.connect(
        loop,
        to,
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            Pipes.tune(channel);
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
            channel.pipeline().addLast(new ResponseDecoder(), new HttpRequestEncoder());
          }
        });
  }

  void giveBack(Channel channel) {
    Deque<Channel> mine = mine(channel.eventLoop());
    if (!channel.isActive() || mine.size() >= IDLE_PER_LOOP) {
      channel.close();
      return;
    }
    mine.addLast(channel);
    channel.pipeline().addLast(new Idle(mine));
    Pipes.readOn(channel);
  }

  private Deque<Channel> mine(EventLoop loop) {
    return idle.computeIfAbsent(loop, _ -> new ArrayDeque<>());
  }

  /** An idle connection that says something, or ends, is of no use. */
  private static final class Idle extends ChannelInboundHandlerAdapter {
    private final Deque<Channel> mine;

    Idle(Deque<Channel> mine) {
      this.mine = mine;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      ctx.executor()
          .schedule(
              () -> {
                if (!ctx.isRemoved()) {
                  ctx.close();
                }
              },
              IDLE_SECONDS,
              TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      mine.remove(ctx.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
