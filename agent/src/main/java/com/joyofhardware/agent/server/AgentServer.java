package com.joyofhardware.agent.server;

import com.joyofhardware.agent.identity.TicketGate;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.agent.Health;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Listens on a Unix domain socket or a TCP port and speaks HTTP/1.1 there. */
public final class AgentServer implements AutoCloseable {
  static final String CODEC = "http";
  private static final int MAX_CONNECTIONS = 1_024;
  private static final int MAX_REQUEST_LINE = 16 << 10;
  private static final int MAX_HEADERS = 32 << 10;
  private static final int CHUNK = 64 << 10;

  static {
    // A library of the terminals brings SLF4J's face without a back end, and Netty would choose it.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final OpenSockets sockets = new OpenSockets();
  private final Routes routes = new Routes();

  public AgentServer(String version) {
    long started = System.nanoTime();
    routes.open(
        HttpMethod.GET,
        "/healthz",
        exchange ->
            exchange.json(
                new Health(
                    version,
                    Protocol.VERSION,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)),
                Health.class));
  }

  public Routes routes() {
    return routes;
  }

  public OpenSockets sockets() {
    return sockets;
  }

  /** The event loops, for what must not block. */
  public EventLoopGroup timers() {
    return loops;
  }

  /** Listens from now on; the address is the one asked for, with the port that was free for 0. */
  public AgentAddress listen(AgentAddress where, TicketGate gate) throws IOException {
    Dispatcher dispatcher = new Dispatcher(routes, gate, sockets);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .option(ChannelOption.SO_BACKLOG, 128)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, dispatcher);
                  }
                });
    return switch (where) {
      case AgentAddress.Unix(String path) -> {
        Files.deleteIfExists(Path.of(path));
        bind(
            bootstrap.channel(EpollServerDomainSocketChannel.class), new DomainSocketAddress(path));
        yield where;
      }
      case AgentAddress.Tcp(String host, int port) -> {
        Channel bound =
            bind(
                bootstrap
                    .channel(EpollServerSocketChannel.class)
                    .childOption(ChannelOption.TCP_NODELAY, true),
                new InetSocketAddress(host, port));
        yield new AgentAddress.Tcp(host, ((InetSocketAddress) bound.localAddress()).getPort());
      }
    };
  }

  private Channel bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("can't listen on " + address, bound.cause());
    }
    connections.add(bound.channel());
    return bound.channel();
  }

  private void accept(Channel channel, Dispatcher dispatcher) {
    if (connections.size() > MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    connections.add(channel);
    channel
        .pipeline()
        .addLast(CODEC, new HttpServerCodec(MAX_REQUEST_LINE, MAX_HEADERS, CHUNK))
        .addLast(new HttpConnection(dispatcher));
  }

  @Override
  public void close() {
    connections.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
