package com.joyofhardware.gateway;

import com.joyofhardware.gateway.GatewayConfig.Tls;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A running front door. */
public final class Gateway implements AutoCloseable {
  private static final int MAX_THREADS = 8;
  private static final int BACKLOG = 1_024;

  private final EventLoopGroup loops;
  private final Channel server;
  private final ControlStream stream;
  private final Tunnels tunnels;
  private final Cluster cluster;

  private Gateway(
      EventLoopGroup loops,
      Channel server,
      ControlStream stream,
      Tunnels tunnels,
      Cluster cluster) {
    this.cluster = cluster;
    this.loops = loops;
    this.server = server;
    this.stream = stream;
    this.tunnels = tunnels;
  }

  /**
   * Listens, and connects to the master, which need not be there yet.
   *
   * @throws IOException when the port is taken, which it names, or a PEM file can't be used
   */
  public static Gateway start(GatewayConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  static Gateway start(GatewayConfig config, Clock clock) throws IOException {
    Tls tls = config.tls();
    SslContext ssl = tls == null ? null : context(tls);
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MAX_THREADS);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    try {
      Tunnels tunnels = new Tunnels();
      Cluster cluster = new Cluster(tunnels, clock);
      Wiring wiring = new Wiring(config, cluster, tunnels, clock, loops);
      Channel server = listen(config, loops, ssl, wiring);
      wiring.stream.open();
      return new Gateway(loops, server, wiring.stream, tunnels, cluster);
    } catch (IOException | RuntimeException e) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  /** What a connection needs is complete once the port is known. */
  private static final class Wiring {
    private final GatewayConfig config;
    private final Cluster cluster;
    private final Tunnels tunnels;
    private final Tickets tickets;
    private final TokenExchange exchange;
    private final PreviewDoor previews;
    private final ControlStream stream;
    private volatile @Nullable Door door;

    Wiring(
        GatewayConfig config, Cluster cluster, Tunnels tunnels, Clock clock, EventLoopGroup loops) {
      this.config = config;
      this.cluster = cluster;
      this.tunnels = tunnels;
      this.tickets = new Tickets(cluster, clock);
      StreamLater master = new StreamLater();
      this.exchange = new TokenExchange(master::send, clock);
      PreviewAsks asks = new PreviewAsks(master::send, clock);
      boolean secure = Door.isSecure(config.tls() != null, config.publicUrl());
      this.previews = new PreviewDoor(cluster, tickets, asks, clock, secure);
      this.stream =
          new ControlStream(
              config.controlSocket(), loops.next(), cluster, new Answered(exchange, asks));
      master.stream = stream;
    }

    void portIs(int port) {
      Set<String> origins = Origins.of(config, port);
      Set<String> hosts = new HashSet<>(config.otherHosts());
      origins.forEach(origin -> hosts.add(Origins.hostOf(origin)));
      door =
          new Door(
              config.limits(),
              cluster,
              new Router(hosts, config.previewDomain(), cluster),
              new Doorkeeper(origins, cluster, tickets, exchange),
              previews,
              tunnels,
              new MasterPool(),
              config.tls() != null,
              config.publicUrl());
    }
  }

  /** Breaks the circle between who asks on the stream and who hears its answers. */
  private static final class StreamLater {
    private volatile @Nullable ControlStream stream;

    boolean send(FrontMessage question) {
      ControlStream to = stream;
      return to != null && to.send(question);
    }
  }

  /** Each answer goes to who asked. */
  private record Answered(TokenExchange tokens, PreviewAsks previews)
      implements ControlStream.Answers {
    @Override
    public void answered(Exchanged answer) {
      tokens.answered(answer);
    }

    @Override
    public void answered(PreviewAnswer answer) {
      previews.answered(answer);
    }

    @Override
    public void streamLost() {
      tokens.streamLost();
      previews.streamLost();
    }
  }

  private static Channel listen(
      GatewayConfig config, EventLoopGroup loops, @Nullable SslContext ssl, Wiring wiring)
      throws IOException {
    Admissions admissions = new Admissions(config.limits());
    Channel server =
        bind(
            new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childHandler(
                    new ChannelInitializer<>() {
                      @Override
                      protected void initChannel(Channel channel) {
                        Door door = wiring.door;
                        if (door == null || !admissions.admit(channel)) {
                          channel.close();
                          return;
                        }
                        Pipes.tune(channel);
                        if (ssl != null) {
                          channel.pipeline().addLast(ssl.newHandler(channel.alloc()));
                        }
                        ClientConnection.install(door, channel);
                      }
                    }),
            config);
    wiring.portIs(((InetSocketAddress) server.localAddress()).getPort());
    server.config().setAutoRead(true);
    return server;
  }

  private static Channel bind(ServerBootstrap bootstrap, GatewayConfig config) throws IOException {
    String host = config.host();
    InetAddress address = InetAddress.getByName(host);
    var bound = bootstrap.bind(address, config.port()).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    String where = host + ":" + config.port();
    Throwable cause = bound.cause();
    boolean taken = String.valueOf(cause.getMessage()).contains("in use");
    BindException failure =
        new BindException(
            taken
                ? "port "
                    + config.port()
                    + " is taken ("
                    + where
                    + "); stop what listens there, or choose another with --port"
                : "can't listen on " + where + ": " + cause.getMessage());
    failure.initCause(cause);
    throw failure;
  }

  private static SslContext context(Tls tls) throws IOException {
    try {
      return SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException(
          "the TLS files "
              + tls.certificate()
              + " and "
              + tls.key()
              + " can't be used: "
              + e.getMessage()
              + "; they must be a PEM certificate chain and its PKCS#8 key",
          e);
    }
  }

  /** Whether the master has told what to route, and is there. */
  public boolean hasMaster() {
    return !cluster.masterAway();
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** How many tunnels and requests of sessions are open. */
  public int openTunnels() {
    return tunnels.size();
  }

  /** Stops listening and ends every connection. */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    stream.close();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
