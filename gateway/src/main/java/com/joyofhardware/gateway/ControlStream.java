package com.joyofhardware.gateway;

import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.Hello;
import com.joyofhardware.protocol.front.FrontMessage.Ping;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the stream from the master open, for as long as the gateway runs. */
final class ControlStream {
  private static final System.Logger LOG = System.getLogger(ControlStream.class.getName());
  private static final int SILENCE_SECONDS = 15;
  private static final int PING_SECONDS = 5;
  private static final int MAX_LINE = 64 << 20;
  private static final long FIRST_RETRY_MILLIS = 50;
  private static final long LAST_RETRY_MILLIS = 1_000;

  /** Hears the answers to what was asked, and that none will come any more. */
  interface Answers {
    void answered(Exchanged answer);

    void answered(PreviewAnswer answer);

    void streamLost();
  }

  private final Path socket;
  private final EventLoop loop;
  private final Cluster cluster;
  private final Answers answers;
  private volatile @Nullable Channel channel;
  private volatile boolean closed;
  private long retryMillis = FIRST_RETRY_MILLIS;

  ControlStream(Path socket, EventLoop loop, Cluster cluster, Answers answers) {
    this.socket = socket;
    this.loop = loop;
    this.cluster = cluster;
    this.answers = answers;
  }

  void open() {
    loop.execute(this::connect);
  }

  void close() {
    closed = true;
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  /** False when there is no stream to send it on. */
  boolean send(FrontMessage message) {
    Channel open = channel;
    if (open == null || cluster.masterAway()) {
      return false;
    }
    open.writeAndFlush(line(message));
    return true;
  }

  private static String line(FrontMessage message) {
    return Json.write(message, FrontMessage.class) + "\n";
  }

  private void connect() {
    if (closed) {
      return;
    }
    new Bootstrap()
        .group(loop)
        .channel(EpollDomainSocketChannel.class)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel ch) {
                ch.pipeline()
                    .addLast(
                        new IdleStateHandler(SILENCE_SECONDS, PING_SECONDS, 0),
                        new LineBasedFrameDecoder(MAX_LINE),
                        new StringDecoder(StandardCharsets.UTF_8),
                        new StringEncoder(StandardCharsets.UTF_8),
                        new Lines());
              }
            })
        .connect(new DomainSocketAddress(socket.toFile()))
        .addListener((ChannelFuture future) -> {
          if (!future.isSuccess()) {
            retryLater();
          }
        });
  }

  private void retryLater() {
    if (!closed && !loop.isShuttingDown()) {
      loop.schedule(this::connect, retryMillis, TimeUnit.MILLISECONDS);
      retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
    }
  }

  private final class Lines extends SimpleChannelInboundHandler<String> {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      channel = ctx.channel();
      ctx.writeAndFlush(line(new Hello(Protocol.VERSION)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, String text) {
      FrontMessage message = Json.read(text, FrontMessage.class);
      if (message instanceof Exchanged answer) {
        answers.answered(answer);
        return;
      }
      if (message instanceof PreviewAnswer answer) {
        answers.answered(answer);
        return;
      }
      if (message instanceof FrontMessage.State) {
        retryMillis = FIRST_RETRY_MILLIS;
        LOG.log(System.Logger.Level.INFO, "the master is there");
      }
      cluster.take(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof IdleStateEvent idle) {
        if (idle.state() == IdleState.WRITER_IDLE) {
          ctx.writeAndFlush(line(new Ping()));
        } else if (idle.state() == IdleState.READER_IDLE) {
          ctx.close();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      channel = null;
      cluster.masterLeft();
      answers.streamLost();
      if (!closed) {
        LOG.log(System.Logger.Level.WARNING, "the master is away");
      }
      retryLater();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      LOG.log(System.Logger.Level.WARNING, "the master's stream broke", cause);
      ctx.close();
    }
  }
}
