package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One connection while it speaks HTTP: hands each request to a virtual thread, one at a time, and
 * reads only what is asked for.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = System.getLogger(HttpConnection.class.getName());

  /** What is read and thrown away of a body that nobody wants, to keep the connection. */
  private static final long DISCARDED = 8L << 20;

  private final Dispatcher dispatcher;
  private final Queue<Object> inbox = new ArrayDeque<>();
  private boolean wanted;
  private boolean pumping;
  private @Nullable Exchange current;
  private boolean bodyEnded;
  private boolean done;
  private long discarded;

  HttpConnection(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    want(ctx);
  }

  /** Asks for one more message. On the event loop. */
  private void want(ChannelHandlerContext ctx) {
    wanted = true;
    pump(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    inbox.add(message);
    pump(ctx);
  }

  /**
   * Takes as many messages as are wanted. One read of the socket gives several, hence the queue.
   * (Netty's {@code FlowControlHandler} forgets a read that is asked for while it hands a message
   * over.)
   */
  private void pump(ChannelHandlerContext ctx) {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (wanted && !inbox.isEmpty()) {
        wanted = false;
        take(ctx, inbox.remove());
      }
    } finally {
      pumping = false;
    }
    if (wanted) {
      ctx.read();
    }
  }

  private void take(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      begin(ctx, request);
    }
    if (message instanceof HttpContent content) {
      content(ctx, content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    bodyEnded = false;
    done = false;
    discarded = 0;
    Channel channel = ctx.channel();
    Body body =
        new Body(
            HttpUtil.is100ContinueExpected(request) ? () -> sayContinue(channel) : () -> {},
            () -> channel.eventLoop().execute(() -> want(ctx)));
    Exchange exchange =
        new Exchange(
            channel,
            Request.of(request.method(), request.uri(), request.headers()),
            body,
            !HttpUtil.isKeepAlive(request));
    current = exchange;
    if (request.decoderResult().isFailure()) {
      exchange.fail(new JoyException(ErrorCode.MALFORMED, "this is not a valid HTTP/1.1 request"));
      channel.close();
      return;
    }
    want(ctx);
    dispatcher.dispatch(exchange, this, ctx);
  }

  private void content(ChannelHandlerContext ctx, HttpContent content) {
    Exchange exchange = current;
    if (exchange == null) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      ctx.close();
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (done) {
      discarded += content.content().readableBytes();
    }
    boolean more = exchange.body().offer(content.content());
    if (last) {
      bodyEnded = true;
      exchange.body().end();
      next(ctx);
    } else if (discarded > DISCARDED) {
      ctx.close();
    } else if (more) {
      want(ctx);
    }
  }

  /** From the handler's thread: it has returned. */
  void handled(ChannelHandlerContext ctx, Exchange exchange) {
    if (ctx.executor().isShuttingDown()) {
      return;
    }
    ChannelFuture answered = exchange.answered();
    if (answered == null) {
      exchange.fail(Exchange.unanswered());
      answered = exchange.answered();
    }
    if (answered == null) {
      ctx.close();
      return;
    }
    answered.addListener(
        (ChannelFutureListener)
            written -> {
              if (!written.isSuccess() || exchange.closesAfter()) {
                written.channel().close();
                return;
              }
              done = true;
              if (exchange.body().discard()) {
                want(ctx);
              }
              next(ctx);
            });
  }

  private void next(ChannelHandlerContext ctx) {
    if (done && bodyEnded && current != null) {
      current = null;
      want(ctx);
    }
  }

  /** On the event loop, when a request leaves HTTP: its body has to be over by then. */
  boolean leave() {
    current = null;
    releaseInbox();
    return bodyEnded;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Exchange exchange = current;
    if (exchange != null) {
      exchange.body().breakOff();
      exchange.body().discard();
    }
    releaseInbox();
    ctx.fireChannelInactive();
  }

  private void releaseInbox() {
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(Level.WARNING, "a connection failed", cause);
    }
    ctx.close();
  }

  private static void sayContinue(Channel channel) {
    channel.writeAndFlush(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
  }
}
