package com.joyofhardware.gateway;

import com.joyofhardware.protocol.statement.Pass;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request to what runs in a session, which is hostile. Each has a connection of its own, so that
 * nothing it says too much can be taken for the answer to somebody's next request; when the ticket
 * behind it is revoked it is cut.
 */
abstract class HostileExchange extends Exchange {
  private final AgentRequest outgoing;
  private final int headSeconds;
  private final boolean expectsContinue;
  private Tunnels.@Nullable Entry entry;
  private @Nullable Future<?> patience;
  private @Nullable HttpResponse switching;

  /**
   * An exchange.
   *
   * @param headSeconds how long the head of an answer may take
   */
  HostileExchange(
      ClientConnection client, HttpRequest request, AgentRequest outgoing, int headSeconds) {
    super(client, request);
    this.outgoing = outgoing;
    this.headSeconds = headSeconds;
    this.expectsContinue = request.headers().contains(HttpHeaderNames.EXPECT);
  }

  /** The headers that the client gets with a switch of protocols. */
  abstract HttpHeaders switched(HttpResponse accepted);

  /** Notes it under its ticket; false when that was revoked since it was checked. */
  final boolean enter(Pass ticket) {
    Channel channel = client.channel();
    entry = client.door().tunnels().add(ticket, channel::close);
    Known known = client.door().cluster().known();
    if (known == null || !known.keeps(ticket)) {
      channel.close();
      return false;
    }
    return true;
  }

  final void reached(Channel upstream) {
    attach(upstream);
    if (expectsContinue) {
      client.sendContinue();
    }
  }

  @Override
  final void requestSent() {
    patience = client.channel().eventLoop().schedule(this::fail, headSeconds, TimeUnit.SECONDS);
  }

  final void endPatience() {
    if (patience != null) {
      patience.cancel(false);
    }
  }

  @Override
  final HttpRequest outgoing() {
    return outgoing.head();
  }

  @Override
  final void informed(HttpResponse head) {
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
  final void informationEnded() {
    HttpResponse accepted = switching;
    if (accepted == null) {
      return;
    }
    Channel upstream = handOver();
    endPatience();
    relay(
        upstream,
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, switched(accepted)),
        entry);
  }

  @Override
  final void release(Channel upstream, boolean reusable) {
    upstream.close();
  }

  @Override
  final void ended() {
    endPatience();
    if (entry != null) {
      entry.ended();
    }
  }
}
