package com.joyofhardware.agent.ports;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A connection to a program of the container. */
final class LoopbackConnection {
  /** Programs bind either; which one {@code localhost} means differs between them. */
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "::1");

  private static final int TIMEOUT_MILLIS = 5_000;

  private LoopbackConnection() {}

  /** Connected, with a {@link Program} that waits for its tunnel. Blocking. */
  static Channel open(EventLoopGroup loops, int port) {
    for (String address : ADDRESSES) {
      ChannelFuture connected =
          new Bootstrap()
              .group(loops)
              .channel(EpollSocketChannel.class)
              .option(ChannelOption.AUTO_READ, false)
              .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, TIMEOUT_MILLIS)
              .handler(new Program())
              .connect(new InetSocketAddress(InetAddress.ofLiteral(address), port))
              .awaitUninterruptibly();
      if (connected.isSuccess()) {
        return connected.channel();
      }
    }
    throw new JoyException(
        ErrorCode.NOT_FOUND,
        "nothing listens on port " + port + " of this session; start the program, then try again");
  }
}
