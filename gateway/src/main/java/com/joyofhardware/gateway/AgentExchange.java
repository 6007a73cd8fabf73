package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Tickets.Admission;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request to a session's agent, which is hostile. Each has a connection of its own, so that
 * nothing an agent says too much can be taken for the answer to somebody's next request.
 */
final class AgentExchange extends Exchange {
  private static final int HEAD_SECONDS = 120;

  private final AgentRequest outgoing;
  private final Admission admission;
  private final boolean expectsContinue;
  private Tunnels.@Nullable Entry entry;
  private @Nullable Future<?> patience;
  private @Nullable HttpResponse switching;
  private boolean reached;

  AgentExchange(
      ClientConnection client, HttpRequest request, AgentRequest outgoing, Admission admission) {
    super(client, request);
    this.outgoing = outgoing;
    this.admission = admission;
    this.expectsContinue = request.headers().contains(HttpHeaderNames.EXPECT);
  }

  @Override
  void start() {
    AgentAddress address = admission.route().address();
    if (address == null) {
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
    Pipes.connect(channel.eventLoop(), address, new Codec())
        .addListener((ChannelFuture connected) -> {
          if (!connected.isSuccess()) {
            fail();
            return;
          }
          reached = true;
          attach(connected.channel());
          if (expectsContinue) {
            client.sendContinue();
          }
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
    if (patience != null) {
      patience.cancel(false);
    }
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
    if (patience != null) {
      patience.cancel(false);
    }
    upstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    relay(upstream, answer(accepted), entry);
  }

  private static HttpResponse answer(HttpResponse accepted) {
    HttpResponse answer =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    HttpHeaders headers = answer.headers();
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
    return answer;
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

  @Override
  void release(Channel upstream, boolean reusable) {
    upstream.close();
  }

  @Override
  void ended() {
    if (patience != null) {
      patience.cancel(false);
    }
    if (entry != null) {
      entry.ended();
    }
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
