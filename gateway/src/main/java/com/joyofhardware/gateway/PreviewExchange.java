package com.joyofhardware.gateway;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A request to a program that listens inside a session. */
final class PreviewExchange extends HostileExchange {
  /** A program may think for long; a browser gives up after about this time as well. */
  private static final int HEAD_SECONDS = 300;

  private final PreviewDoor.Admission admission;
  private final PreviewRoad road;
  private JoyException refusal =
      new JoyException(
          ErrorCode.AGENT_AWAY, "the program gave no valid HTTP answer; look at its terminal");

  PreviewExchange(
      ClientConnection client,
      HttpRequest request,
      AgentRequest outgoing,
      PreviewDoor.Admission admission,
      PreviewRoad road) {
    super(client, request, outgoing, HEAD_SECONDS);
    this.admission = admission;
    this.road = road;
  }

  @Override
  void start() {
    AgentAddress address = admission.route().address();
    if (address == null) {
      refusal = Tickets.starting();
      fail();
      return;
    }
    if (!enter(admission.ticket())) {
      return;
    }
    EventLoop loop = client.channel().eventLoop();
    PortDial.open(loop, address, admission.ticket().port(), admission.text())
        .addListener((Future<Channel> dialled) -> {
          if (dialled.isSuccess()) {
            reached(dialled.getNow());
            return;
          }
          if (dialled.cause() instanceof JoyException reason) {
            refusal = reason;
          }
          fail();
        });
  }

  @Override
  @Nullable HttpResponse rewritten(HttpResponse head) {
    endPatience();
    if (head.status().code() == HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED.code()) {
      return null; // a browser would take it for a proxy's
    }
    HttpHeaders headers = PreviewHeaders.answer(head.headers());
    String renewed = admission.renewed();
    if (renewed != null) {
      headers.add(HttpHeaderNames.SET_COOKIE, client.door().previews().setCookie(renewed));
    }
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.status().code()), headers);
  }

  @Override
  HttpHeaders switched(HttpResponse accepted) {
    HttpHeaders headers = PreviewHeaders.answer(accepted.headers());
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    return headers;
  }

  /** The program has ended its output: what wasn't an answer by now won't be one. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      ctx.close();
    }
  }

  @Override
  FullHttpResponse noAnswer() {
    return road.refusal(refusal);
  }
}
