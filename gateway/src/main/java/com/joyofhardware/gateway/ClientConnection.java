package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection while it speaks HTTP: takes a request, has {@link Dispatch} find who
 * answers it, and sends the answer; then the next one. All of it runs on the channel's event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());
  private static final int LINGER_SECONDS = 2;
  private static final int LEFT_SECONDS = 5;

  private final Door door;
  private final Channel channel;
  private final RequestDecoder decoder;
  private final ResponseEncoder encoder = new ResponseEncoder();
  private final Deadlines deadlines;

  /** Body parts that came in one read with their head, before anybody could take them. */
  private final Deque<HttpContent> waiting = new ArrayDeque<>();

  private @Nullable HttpRequest request;
  private @Nullable Exchange exchange;

  /** Counts requests; an answer for an earlier one comes too late. */
  private long turn;

  private boolean requestDone;
  private boolean responseBegun;
  private boolean responseDone;
  private boolean keepAlive;
  private boolean discarding;

  private ClientConnection(Door door, Channel channel) {
    this.door = door;
    this.channel = channel;
    this.deadlines = new Deadlines(channel, door.limits());
    HeadRules rules = new HeadRules(door.limits().headBytes(), door.limits().headers());
    this.decoder = new RequestDecoder(rules, door.limits(), deadlines::headBegun);
  }

  static void install(Door door, Channel channel) {
    ClientConnection connection = new ClientConnection(door, channel);
    channel.pipeline().addLast(connection.decoder, connection.encoder, connection);
    connection.deadlines.idle();
  }

  Door door() {
    return door;
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (discarding) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case BadHead bad -> refuseHead(bad.reason());
      case HttpRequest head -> begin(head);
      case HttpContent content -> body(content);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void refuseHead(JoyException reason) {
    keepAlive = false;
    requestDone = true;
    answer(Answers.problem(reason));
  }

  private void begin(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      refuseHead(new JoyException(ErrorCode.MALFORMED, "the request is not valid HTTP"));
      return;
    }
    decoder.hold();
    channel.config().setAutoRead(false);
    deadlines.working();
    request = head;
    turn++;
    requestDone = false;
    responseBegun = false;
    responseDone = false;
    keepAlive = HttpUtil.isKeepAlive(head);
    encoder.expect(head.method().equals(HttpMethod.HEAD));
    try {
      String expect = head.headers().get(HttpHeaderNames.EXPECT);
      if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
        throw new JoyException(ErrorCode.BAD_REQUEST, "the only Expect is 100-continue");
      }
      new Dispatch(this, head).go();
    } catch (JoyException e) {
      answer(Answers.problem(e));
    }
  }

  /** Goes on with what a future brings, unless this request is over by then. */
  <T> void whenDone(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> next) {
    long asked = turn;
    future.whenComplete((value, failure) -> {
      Runnable go =
          () -> {
            if (turn == asked && !responseBegun && channel.isActive()) {
              next.accept(value, failure);
            }
          };
      if (channel.eventLoop().inEventLoop()) {
        go.run();
      } else {
        channel.eventLoop().execute(go);
      }
    });
  }

  void start(Exchange next) {
    exchange = next;
    next.start();
  }

  private void body(HttpContent content) {
    if (request == null || (responseDone && exchange == null)) {
      noteEnd(content);
      content.release();
      finishIfDone();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      abort();
      return;
    }
    noteEnd(content);
    deadlines.progress();
    if (exchange != null && exchange.takesBody()) {
      exchange.send(content);
    } else {
      waiting.add(content);
    }
  }

  private void noteEnd(HttpContent content) {
    if (content instanceof LastHttpContent) {
      requestDone = true;
      channel.config().setAutoRead(false);
    }
  }

  // ---- for the exchange

  /** Somebody takes the body from now on. */
  void bodyWanted(Exchange by) {
    for (HttpContent content = waiting.poll(); content != null; content = waiting.poll()) {
      by.send(content);
    }
    readBody(true);
  }

  /** Reads on, or waits until what was read has been taken. */
  void readBody(boolean wanted) {
    if (wanted && !requestDone) {
      Pipes.readOn(channel);
    } else {
      channel.config().setAutoRead(false);
    }
  }

  void sendContinue() {
    if (!responseBegun) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  /** Sends the head of an answer, framed as this client understands it. */
  void respond(HttpResponse head) {
    responseBegun = true;
    HttpRequest to = request;
    boolean old = to != null && to.protocolVersion().equals(HttpVersion.HTTP_1_0);
    boolean bodiless =
        (to != null && to.method().equals(HttpMethod.HEAD))
            || head.status().code() == HttpResponseStatus.NO_CONTENT.code()
            || head.status().code() == HttpResponseStatus.NOT_MODIFIED.code();
    if (!bodiless && !head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      if (old) {
        keepAlive = false;
      } else {
        HttpUtil.setTransferEncodingChunked(head, true);
      }
    }
    keepAlive = keepAlive && requestDone;
    if (!keepAlive) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (old) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    channel.write(head);
  }

  /** Sends a part of the answer's body; false when the exchange should wait for more room. */
  boolean send(HttpContent content) {
    channel.write(content, channel.voidPromise());
    return channel.isWritable();
  }

  void flush() {
    channel.flush();
  }

  /** The exchange's answer is complete. */
  void finished() {
    channel.flush();
    exchange = null;
    responseDone = true;
    finishIfDone();
    if (!requestDone) {
      lingerAndClose();
    }
  }

  /** The exchange can't go on; tells the client, where it can still be told. */
  void failed(FullHttpResponse why) {
    exchange = null;
    if (responseBegun) {
      why.release();
      channel.close();
    } else {
      answer(why);
    }
  }

  void abort() {
    channel.close();
  }

  /** Sends the head after which this client gets raw bytes. */
  void switched(HttpResponse head) {
    exchange = null;
    deadlines.stop();
    channel.writeAndFlush(head);
    channel.pipeline().remove(encoder);
  }

  /** Both sides are raw from here: nothing of HTTP stays in the pipeline. */
  void becomeTunnel(Channel upstream) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(this, "relay", new Relay(upstream));
    pipeline.remove(decoder);
    Pipes.readOn(channel);
  }

  // ---- the end of an answer

  void answer(FullHttpResponse response) {
    // a body that nobody wants is not read to its end
    HttpRequest to = request;
    if (to != null && !requestDone && hasBody(to)) {
      keepAlive = false;
    } else {
      requestDone = true;
    }
    dropWaiting();
    respond(response);
    channel.flush();
    responseDone = true;
    if (requestDone) {
      finishIfDone();
    } else {
      lingerAndClose();
    }
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private void finishIfDone() {
    if (!responseDone || !requestDone || discarding) {
      return;
    }
    if (!keepAlive) {
      lingerAndClose();
      return;
    }
    request = null;
    responseDone = false;
    // not from inside the decoder, whose turn this may still be
    channel.eventLoop().execute(this::next);
  }

  private void next() {
    ChannelHandlerContext ctx = channel.pipeline().context(decoder);
    if (ctx == null || !channel.isActive()) {
      return;
    }
    if (Pipes.inputEnded(channel)) {
      Pipes.closeAfterFlush(channel);
      return;
    }
    deadlines.idle();
    Pipes.readOn(channel);
    try {
      decoder.release(ctx);
    } catch (Exception e) {
      channel.close();
    }
  }

  /** Closing with unread bytes would reset the connection under the answer. */
  private void lingerAndClose() {
    if (discarding) {
      return;
    }
    discarding = true;
    dropWaiting();
    deadlines.stop();
    if (channel.pipeline().get(SslHandler.class) != null) {
      Pipes.closeAfterFlush(channel);
      return;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> {
          if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
            Pipes.readOn(channel);
            channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
          }
        });
  }

  private void dropWaiting() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  // ---- the channel

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null && channel.isWritable()) {
      exchange.readAnswer();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event != ChannelInputShutdownEvent.INSTANCE) {
      return;
    }
    if (discarding || request == null || !requestDone) {
      channel.close();
    } else {
      // some clients end their output after the request; most have left
      channel.eventLoop().schedule(() -> channel.close(), LEFT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadlines.stop();
    dropWaiting();
    Exchange open = exchange;
    exchange = null;
    request = null;
    if (open != null) {
      open.abandon();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // epoll reports some resets unchecked
    if (!(cause instanceof IOException || cause instanceof UncheckedIOException)) {
      LOG.log(System.Logger.Level.WARNING, "a client's connection broke", cause);
    }
    channel.close();
  }
}
