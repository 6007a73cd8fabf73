package com.joyofhardware.gateway;

import com.joyofhardware.protocol.Protocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to the master, which is trusted and sees nearly all of it. */
class MasterExchange extends Exchange {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final InetSocketAddress master;
  private boolean pooled;
  private boolean masterKeepsAlive;

  MasterExchange(ClientConnection client, HttpRequest request, InetSocketAddress master) {
    super(client, request);
    this.master = master;
  }

  /**
   * On a connection that is there, if there is one: it is given up long before the master would
   * close it. Should the master end in that moment, only what may be sent twice is sent again.
   */
  @Override
  void start() {
    EventLoop loop = client.channel().eventLoop();
    Channel idle = pooled ? null : client.door().masterPool().take(loop, master);
    if (idle != null) {
      pooled = true;
      attach(idle);
      return;
    }
    pooled = false;
    client
        .door()
        .masterPool()
        .connect(loop, master)
        .addListener((ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            attach(connected.channel());
          } else {
            fail();
          }
        });
  }

  @Override
  boolean retry() {
    boolean repeatable =
        SAFE.contains(request.method())
            && !HttpUtil.isTransferEncodingChunked(request)
            && HttpUtil.getContentLength(request, 0L) == 0;
    if (!pooled || !repeatable) {
      return false;
    }
    start();
    return true;
  }

  @Override
  HttpRequest outgoing() {
    HttpRequest out = new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri());
    HttpHeaders headers = out.headers();
    copyEndToEnd(request.headers(), headers);
    for (String name : Set.copyOf(headers.names())) {
      String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
      if (plain.startsWith("x-forwarded-")
          || plain.startsWith("x-real-")
          || plain.startsWith("joy-")
          || plain.equals("forwarded")) {
        headers.remove(name);
      }
    }
    if (HttpUtil.isTransferEncodingChunked(request)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    describe(headers);
    return out;
  }

  /** Says who asks, for what host. */
  final void describe(HttpHeaders headers) {
    String address = clientAddress();
    String host = request.headers().get(HttpHeaderNames.HOST, "");
    headers.set(HttpHeaderNames.HOST, host);
    headers.set(Protocol.CLIENT_HEADER, address);
    headers.set("X-Forwarded-For", address);
    headers.set("X-Forwarded-Host", host);
    headers.set("X-Forwarded-Proto", scheme(host));
  }

  private String clientAddress() {
    return client.channel().remoteAddress() instanceof InetSocketAddress from
        ? from.getAddress().getHostAddress()
        : "unknown";
  }

  private String scheme(String host) {
    URI publicUrl = client.door().publicUrl();
    boolean behindTls =
        publicUrl != null
            && "https".equals(publicUrl.getScheme())
            && host.equalsIgnoreCase(publicUrl.getAuthority());
    return client.door().tls() || behindTls ? "https" : "http";
  }

  /** A Connection header may not name away what says who asks. */
  private static void copyEndToEnd(HttpHeaders from, HttpHeaders to) {
    Set<String> dropped = new HashSet<>(HOP_BY_HOP);
    for (String line : from.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : line.split(",", -1)) {
        dropped.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    dropped.removeAll(Set.of("host", "content-length", "authorization", "cookie", "origin"));
    for (Map.Entry<String, String> header : from) {
      if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  @Override
  @Nullable HttpResponse rewritten(HttpResponse head) {
    masterKeepsAlive = HttpUtil.isKeepAlive(head);
    String opened = head.headers().get(Protocol.OPENED_HEADER);
    String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (opened != null && authorization != null) {
      client.door().doorkeeper().opened(opened, authorization);
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    copyEndToEnd(head.headers(), headers);
    for (String name : Set.copyOf(headers.names())) {
      // internal words between master and gateway
      if (name.regionMatches(true, 0, "Joy-", 0, 4)) {
        headers.remove(name);
      }
    }
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status(), headers);
  }

  @Override
  void informed(HttpResponse head) {
    if (head.status().code() == HttpResponseStatus.CONTINUE.code()) {
      client.sendContinue();
    }
  }

  @Override
  FullHttpResponse noAnswer() {
    return Answers.masterAway(request);
  }

  @Override
  void release(Channel upstream, boolean reusable) {
    if (!reusable || !masterKeepsAlive) {
      upstream.close();
      return;
    }
    upstream.pipeline().remove(this);
    client.door().masterPool().giveBack(upstream);
  }
}
