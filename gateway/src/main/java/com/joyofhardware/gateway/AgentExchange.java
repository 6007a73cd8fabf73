package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Tickets.Admission;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** A request to a session's agent. */
final class AgentExchange extends HostileExchange {
  private static final int HEAD_SECONDS = 120;

  private final Admission admission;
  private boolean reached;

  AgentExchange(
      ClientConnection client, HttpRequest request, AgentRequest outgoing, Admission admission) {
    super(client, request, outgoing, HEAD_SECONDS);
    this.admission = admission;
  }

  @Override
  void start() {
    AgentAddress address = admission.route().address();
    if (address == null) {
      fail();
      return;
    }
    if (!enter(admission.ticket())) {
      return;
    }
    Pipes.connect(client.channel().eventLoop(), address, new Codec())
        .addListener((ChannelFuture connected) -> {
          if (!connected.isSuccess()) {
            fail();
            return;
          }
          reached = true;
          reached(connected.channel());
        });
  }

  @Override
  @Nullable HttpResponse rewritten(HttpResponse head) {
    endPatience();
    HttpStatusClass kind = head.status().codeClass();
    boolean plain =
        kind == HttpStatusClass.SUCCESS
            || kind == HttpStatusClass.CLIENT_ERROR
            || kind == HttpStatusClass.SERVER_ERROR
            || head.status().code() == HttpResponseStatus.NOT_MODIFIED.code();
    if (!plain || head.status().code() == HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED.code()) {
      return null;
    }
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(head.status().code()),
        Hostile.answer(head.headers()));
  }

  /** A tunnel's sides end one after the other. */
  @Override
  Channel handOver() {
    Channel upstream = super.handOver();
    upstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    return upstream;
  }

  @Override
  HttpHeaders switched(HttpResponse accepted) {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    for (CharSequence name :
        new CharSequence[] {
          HttpHeaderNames.SEC_WEBSOCKET_ACCEPT,
          HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL,
          HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS
        }) {
      String value = accepted.headers().get(name);
      if (value != null) {
        headers.set(name, value);
      }
    }
    return headers;
  }

  /** Where nobody listens the container is lost: the session goes on in another one. */
  @Override
  FullHttpResponse noAnswer() {
    if (!reached) {
      return Answers.problem(Tickets.starting());
    }
    return Answers.problem(
        new JoyException(
            ErrorCode.AGENT_AWAY,
            "the session's agent gave no valid answer; try again in a moment"));
  }

  private static final class Codec extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      Pipes.tune(channel);
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
      channel.pipeline().addLast(new ResponseDecoder(), new HttpRequestEncoder());
    }
  }
}
