package com.joyofhardware.agent.egress;

import com.joyofhardware.agent.room.Services;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a loopback port, and passes each connection as it is to the HTTP proxy behind the
 * egress socket: programs know {@code http_proxy}, none knows a proxy on a Unix socket.
 */
public final class EgressForward implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 256;
  private static final String UNREACHABLE =
      """
      HTTP/1.1 502 Bad Gateway\r
      Connection: close\r
      Content-Type: text/plain\r
      \r
      the way out of this session can't be reached just now; try again in a moment
      """;

  private final Path target;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  private EgressForward(Path target) {
    this.target = target;
  }

  /** The proxy's address for programs of the container; null where no egress was given. */
  public static @Nullable URI open(Services services) throws IOException {
    Optional<Path> target = services.config().egress();
    if (target.isEmpty()) {
      return null;
    }
    EgressForward forward = new EgressForward(target.get());
    services.closing().add(forward);
    return URI.create("http://127.0.0.1:" + forward.listen(services.timers()));
  }

  private int listen(EventLoopGroup loops) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    connect(client);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("no loopback port can be opened for the way out", bound.cause());
    }
    connections.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  private void connect(Channel client) {
    if (connections.size() > MAX_CONNECTIONS) {
      client.close();
      return;
    }
    connections.add(client);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(EpollDomainSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(new Relay(client));
    ChannelFuture connected = bootstrap.connect(new DomainSocketAddress(target.toFile()));
    Channel proxy = connected.channel();
    client.pipeline().addLast(new Relay(proxy));
    connected.addListener(done -> {
      if (done.isSuccess()) {
        client.config().setAutoRead(true);
        proxy.config().setAutoRead(true);
      } else {
        client
            .writeAndFlush(ByteBufUtil.writeAscii(client.alloc(), UNREACHABLE))
            .addListener(ChannelFutureListener.CLOSE);
      }
    });
  }

  @Override
  public void close() {
    connections.close().awaitUninterruptibly();
  }
}
