package com.joyofhardware.gateway;

import com.joyofhardware.protocol.AgentAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;

/** How sockets are tuned: for a relay that is full, and for a tunnel that is silent for days. */
final class Pipes {
  /** The most one read takes; reads of this size halve the CPU a relayed byte costs. */
  static final int READ_BYTES = 256 << 10;

  /** Per direction at most the high mark and one read are in memory. */
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private static final int CONNECT_MILLIS = 3_000;
  private static final int KEEPALIVE_IDLE_SECONDS = 60;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 15;
  private static final int KEEPALIVE_PROBES = 4;

  private Pipes() {}

  static AdaptiveRecvByteBufAllocator reads() {
    AdaptiveRecvByteBufAllocator reads =
        new AdaptiveRecvByteBufAllocator(1 << 10, 4 << 10, READ_BYTES);
    reads.maxMessagesPerRead(4);
    return reads;
  }

  /** A vanished peer is noticed by TCP; a silent one stays. */
  static void tune(Channel channel) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.config().setWriteBufferWaterMark(WATER_MARK);
    channel.config().setRecvByteBufAllocator(reads());
    if (channel instanceof EpollSocketChannel tcp) {
      tcp.config()
          .setTcpNoDelay(true)
          .setKeepAlive(true)
          .setTcpKeepIdle(KEEPALIVE_IDLE_SECONDS)
          .setTcpKeepIntvl(KEEPALIVE_INTERVAL_SECONDS)
          .setTcpKeepCnt(KEEPALIVE_PROBES);
    }
  }

  static ChannelFuture connect(EventLoop loop, AgentAddress address, ChannelHandler handler) {
    return switch (address) {
      case AgentAddress.Unix unix ->
          connect(
              loop,
              EpollDomainSocketChannel.class,
              new DomainSocketAddress(Path.of(unix.path()).toFile()),
              handler);
      case AgentAddress.Tcp tcp ->
          connect(loop, new InetSocketAddress(tcp.host(), tcp.port()), handler);
    };
  }

  static ChannelFuture connect(EventLoop loop, InetSocketAddress address, ChannelHandler handler) {
    return connect(loop, EpollSocketChannel.class, address, handler);
  }

  private static ChannelFuture connect(
      EventLoop loop, Class<? extends Channel> kind, SocketAddress to, ChannelHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(kind)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(handler);
    if (kind == EpollSocketChannel.class) {
      bootstrap.option(EpollChannelOption.TCP_NODELAY, true);
    }
    return bootstrap.connect(to);
  }

  static boolean inputEnded(Channel channel) {
    PortFrames frames = channel.pipeline().get(PortFrames.class);
    if (frames != null && frames.inputEnded()) {
      return true;
    }
    return socketEnded(channel);
  }

  private static boolean socketEnded(Channel channel) {
    return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
  }

  /** Says that no more bytes will come this way; those of the other direction still may. */
  static void endOutput(Channel channel) {
    PortFrames frames = channel.pipeline().get(PortFrames.class);
    if (frames != null) {
      frames.endOutput();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  /** Reading on after the end of input would fail in epoll, which closes the channel. */
  static void readOn(Channel channel) {
    if (!socketEnded(channel)) {
      channel.config().setAutoRead(true);
    }
  }

  static void closeAfterFlush(Channel channel) {
    if (channel.isActive()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      channel.close();
    }
  }
}
