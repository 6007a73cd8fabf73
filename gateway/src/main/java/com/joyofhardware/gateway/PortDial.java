package com.joyofhardware.gateway;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Opens a connection to a port inside a session, by way of its agent. */
final class PortDial extends ChannelInboundHandlerAdapter {
  private static final int PATIENCE_SECONDS = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final AgentRequest request;
  private final int port;
  private final Promise<Channel> result;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private final HttpRequestEncoder encoder = new HttpRequestEncoder();
  private boolean switching;

  private PortDial(AgentRequest request, int port, Promise<Channel> result) {
    this.request = request;
    this.port = port;
    this.result = result;
  }

  /**
   * A channel that speaks HTTP with what listens on the port. Fails with SESSION_STARTING when the
   * agent isn't there, NOT_FOUND when nothing listens, AGENT_AWAY for any other answer.
   */
  static Promise<Channel> open(EventLoop loop, AgentAddress agent, int port, String ticket) {
    Promise<Channel> result = loop.newPromise();
    PortDial dial = new PortDial(request(port, ticket), port, result);
    Pipes.connect(loop, agent, dial.start())
        .addListener((ChannelFuture connected) -> {
          if (!connected.isSuccess()) {
            result.tryFailure(Tickets.starting());
            return;
          }
          Channel channel = connected.channel();
          loop.schedule(() -> dial.fail(channel), PATIENCE_SECONDS, TimeUnit.SECONDS);
          channel.writeAndFlush(dial.request.head());
          Pipes.readOn(channel);
        });
    return result;
  }

  private static AgentRequest request(int port, String ticket) {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    var head = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/ports/" + port);
    head.headers()
        .set(HttpHeaderNames.HOST, "agent")
        .set(Protocol.TICKET_HEADER, ticket)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    return new AgentRequest(head, key, Set.of());
  }

  private ChannelInitializer<Channel> start() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        Pipes.tune(channel);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.pipeline().addLast(decoder, encoder, PortDial.this);
      }
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case HttpResponse head when head.decoderResult().isSuccess() -> answered(ctx, head);
      case LastHttpContent end when switching -> {
        end.release();
        become(ctx);
      }
      default -> {
        ReferenceCountUtil.release(message);
        fail(ctx.channel());
      }
    }
  }

  private void answered(ChannelHandlerContext ctx, HttpResponse head) {
    if (head.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()
        && request.accepts(head)) {
      switching = true;
    } else if (head.status().code() == HttpResponseStatus.NOT_FOUND.code()) {
      result.tryFailure(
          new JoyException(
              ErrorCode.NOT_FOUND,
              "nothing listens on port "
                  + port
                  + " of this session; start the program, then try again"));
      ctx.close();
    } else {
      fail(ctx.channel());
    }
  }

  /** What came with the answer is in the first decoder still; its removal hands it on. */
  private void become(ChannelHandlerContext ctx) {
    ChannelPipeline pipeline = ctx.pipeline();
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(false)
            .allowExtensions(false)
            .maxFramePayloadLength(Limits.MAX_BINARY_FRAME)
            .build();
    pipeline.addLast(
        new WebSocket13FrameDecoder(config),
        new WebSocket13FrameEncoder(true),
        new PortFrames(),
        new ResponseDecoder(),
        new HttpRequestEncoder());
    pipeline.remove(this);
    pipeline.remove(encoder);
    ctx.channel().config().setAutoRead(false);
    if (!result.trySuccess(ctx.channel())) {
      ctx.close();
      return;
    }
    pipeline.remove(decoder);
  }

  private void fail(Channel channel) {
    boolean told =
        result.tryFailure(
            new JoyException(
                ErrorCode.AGENT_AWAY,
                "the session's agent didn't connect port " + port + "; try again in a moment"));
    if (told) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
