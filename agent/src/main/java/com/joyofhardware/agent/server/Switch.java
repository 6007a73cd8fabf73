package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;

/** Takes a connection from HTTP to what its request asked for. */
final class Switch {
  private static final WebSocketDecoderConfig FRAMES =
      WebSocketDecoderConfig.newBuilder()
          .maxFramePayloadLength(Math.max(Limits.MAX_TEXT_FRAME, Limits.MAX_BINARY_FRAME))
          .allowExtensions(false)
          .build();

  private final ChannelHandlerContext ctx;
  private final HttpConnection connection;
  private final Exchange exchange;

  Switch(ChannelHandlerContext ctx, HttpConnection connection, Exchange exchange) {
    this.ctx = ctx;
    this.connection = connection;
    this.exchange = exchange;
  }

  void toWebSocket(Request request, WebSocketListener listener, OpenSockets sockets) {
    if (!"13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
        || !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
      listener.abandoned();
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "this is no WebSocket handshake of version 13 (RFC 6455)");
    }
    ctx.executor().execute(() -> handshake(request, listener, sockets));
  }

  private void handshake(Request request, WebSocketListener listener, OpenSockets sockets) {
    Channel channel = ctx.channel();
    if (!channel.isActive() || !connection.leave()) {
      listener.abandoned();
      channel.close();
      return;
    }
    FullHttpRequest shake =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            request.method(),
            request.path(),
            Unpooled.EMPTY_BUFFER,
            request.headers(),
            EmptyHttpHeaders.INSTANCE);
    WebSocketServerHandshaker shaker = new WebSocketServerHandshaker13("", null, FRAMES);
    ChannelPipeline pipeline = channel.pipeline();
    WebSocketConnection socket = new WebSocketConnection(listener);
    shaker
        .handshake(channel, shake)
        .addListener(
            (ChannelFutureListener)
                done -> {
                  if (!done.isSuccess()) {
                    listener.abandoned();
                    channel.close();
                    return;
                  }
                  pipeline.addLast(
                      new WebSocketFrameAggregator(
                          Math.max(Limits.MAX_TEXT_FRAME, Limits.MAX_BINARY_FRAME)));
                  pipeline.addLast(socket);
                  sockets.add(channel);
                  socket.open();
                  leaveHttp(pipeline);
                });
  }

  void toBytes(String token, UpgradeHandler.Upgraded upgraded) {
    ctx.executor()
        .execute(() -> {
          if (!connection.leave()) {
            exchange.fail(
                new JoyException(ErrorCode.BAD_REQUEST, "an upgrade has no request body"));
            ctx.close();
            return;
          }
          DefaultFullHttpResponse answer =
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
          answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
          answer.headers().set(HttpHeaderNames.UPGRADE, token);
          ctx.writeAndFlush(answer);
          ChannelPipeline pipeline = ctx.pipeline();
          upgraded.install(pipeline);
          pipeline.remove(AgentServer.CODEC);
          leaveHttp(pipeline);
        });
  }

  private void leaveHttp(ChannelPipeline pipeline) {
    pipeline.remove(connection);
    pipeline.channel().config().setAutoRead(true);
  }
}
