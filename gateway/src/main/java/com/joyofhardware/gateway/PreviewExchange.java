package com.joyofhardware.gateway;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request to a program that listens inside a session. Like an agent's, each has a connection of
 * its own, and what it answers may be hostile.
 */
final class PreviewExchange extends Exchange {
  /** A program may think for long; a browser gives up after about this time as well. */
  private static final int HEAD_SECONDS = 300;

  private final AgentRequest outgoing;
  private final PreviewDoor.Admission admission;
  private final PreviewRoad road;
  private final boolean expectsContinue;
  private Tunnels.@Nullable Entry entry;
  private @Nullable Future<?> patience;
  private @Nullable HttpResponse switching;
  private JoyException refusal =
      new JoyException(
          ErrorCode.AGENT_AWAY, "the program gave no valid HTTP answer; look at its terminal");

  PreviewExchange(
      ClientConnection client,
      HttpRequest request,
      AgentRequest outgoing,
      PreviewDoor.Admission admission,
      PreviewRoad road) {
    super(client, request);
    this.outgoing = outgoing;
    this.admission = admission;
    this.road = road;
    this.expectsContinue = request.headers().contains(HttpHeaderNames.EXPECT);
  }

  @Override
  void start() {
    AgentAddress address = admission.route().address();
    if (address == null) {
      refusal = Tickets.starting();
      fail();
      return;
    }
    Channel channel = client.channel();
    entry = client.door().tunnels().add(admission.ticket(), channel::close);
    Known known = client.door().cluster().known();
    if (known == null || !known.keeps(admission.ticket())) {
      // revoked between the check and the entry
      channel.close();
      return;
    }
    PortDial.open(channel.eventLoop(), address, admission.ticket().port(), admission.text())
        .addListener((Future<Channel> dialled) -> {
          if (dialled.isSuccess()) {
            attach(dialled.getNow());
            if (expectsContinue) {
              client.sendContinue();
            }
            return;
          }
          if (dialled.cause() instanceof JoyException reason) {
            refusal = reason;
          }
          fail();
        });
  }

  @Override
  void requestSent() {
    patience = client.channel().eventLoop().schedule(this::fail, HEAD_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  HttpRequest outgoing() {
    return outgoing.head();
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
  void informed(HttpResponse head) {
    if (head.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      return;
    }
    if (outgoing.accepts(head)) {
      switching = head;
    } else {
      fail();
    }
  }

  @Override
  void informationEnded() {
    HttpResponse accepted = switching;
    if (accepted == null) {
      return;
    }
    Channel upstream = handOver();
    endPatience();
    HttpHeaders headers = PreviewHeaders.answer(accepted.headers());
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    relay(
        upstream,
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, headers),
        entry);
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

  @Override
  void release(Channel upstream, boolean reusable) {
    upstream.close();
  }

  @Override
  void ended() {
    endPatience();
    if (entry != null) {
      entry.ended();
    }
  }

  private void endPatience() {
    if (patience != null) {
      patience.cancel(false);
    }
  }
}
