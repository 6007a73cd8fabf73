package com.joyofhardware.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to whoever answers it, and the answer on its way back. Both channels are
 * on one event loop; neither is read faster than the other takes.
 */
abstract class Exchange extends ChannelInboundHandlerAdapter {
  private static final int MAX_INFORMATIONAL = 16;

  final ClientConnection client;
  final HttpRequest request;
  private @Nullable Channel upstream;
  private boolean answered;
  private boolean over;
  private boolean sent;
  private boolean informational;
  private int informationals;

  Exchange(ClientConnection client, HttpRequest request) {
    this.client = client;
    this.request = request;
  }

  abstract void start();

  /** The request as the upstream gets it. */
  abstract HttpRequest outgoing();

  /** The answer's head as the client gets it; null refuses the answer. */
  abstract @Nullable HttpResponse rewritten(HttpResponse head);

  /** A 1xx; it isn't passed on by itself. */
  abstract void informed(HttpResponse head);

  /** A 1xx is complete, and whatever follows it is still unread. */
  void informationEnded() {}

  /**
   * After an accepted upgrade: from now on bytes pass raw, both ways.
   *
   * @param upstream as {@link #handOver} gave it
   * @param entry of the open tunnels; it lasts as long as the client's connection
   */
  final void relay(Channel upstream, HttpResponse answer, Tunnels.@Nullable Entry entry) {
    Channel self = client.channel();
    if (entry != null) {
      self.closeFuture().addListener(_ -> entry.ended());
    }
    // a decoder that is removed hands on what it still holds: both encoders must be gone by then
    client.switched(answer);
    ChannelPipeline pipeline = upstream.pipeline();
    pipeline.remove(HttpRequestEncoder.class);
    pipeline.replace(this, "relay", new Relay(self));
    pipeline.remove(ResponseDecoder.class);
    client.becomeTunnel(upstream);
  }

  /** What the client is told when there is no answer. */
  abstract FullHttpResponse noAnswer();

  /** The answer is complete. */
  abstract void release(Channel upstream, boolean reusable);

  /** The whole request is on its way; the answer is the upstream's turn. */
  void requestSent() {}

  /** The exchange has ended, well or not. */
  void ended() {}

  /** True when another attempt was begun. */
  boolean retry() {
    return false;
  }

  // ---- towards the upstream

  final void attach(Channel channel) {
    if (over) {
      channel.close();
      return;
    }
    upstream = channel;
    channel.pipeline().get(ResponseDecoder.class).expect(request.method().equals(HttpMethod.HEAD));
    channel.pipeline().addLast(this);
    channel.write(outgoing(), channel.voidPromise());
    client.bodyWanted(this);
    channel.flush();
    Pipes.readOn(channel);
  }

  final boolean takesBody() {
    return upstream != null;
  }

  final void send(HttpContent content) {
    Channel to = upstream;
    if (to == null || over) {
      content.release();
      return;
    }
    boolean last = content instanceof LastHttpContent;
    to.write(withoutTrailers(content), to.voidPromise());
    if (last) {
      sent = true;
      requestSent();
    }
    if (!to.isWritable()) {
      to.flush();
      if (!to.isWritable()) {
        client.readBody(false);
      }
    }
  }

  final void flush() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  final void readAnswer() {
    if (upstream != null) {
      Pipes.readOn(upstream);
    }
  }

  /** The client has gone. */
  final void abandon() {
    if (!over) {
      over = true;
      ended();
      if (upstream != null) {
        upstream.close();
      }
    }
  }

  final void fail() {
    if (over) {
      return;
    }
    over = true;
    ended();
    if (upstream != null) {
      upstream.close();
    }
    client.failed(noAnswer());
  }

  // ---- from the upstream

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (message) {
      case HttpResponse head when head.decoderResult().isFailure() -> refuse(message);
      case HttpResponse head -> head(head);
      case HttpContent content when content.decoderResult().isFailure() -> refuse(message);
      case HttpContent content -> content(ctx.channel(), content);
      default -> refuse(message);
    }
  }

  private void refuse(Object message) {
    ReferenceCountUtil.release(message);
    fail();
  }

  private void head(HttpResponse head) {
    if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      informational = true;
      if (++informationals > MAX_INFORMATIONAL) {
        fail();
      } else {
        informed(head);
      }
      return;
    }
    HttpResponse rewritten = rewritten(head);
    if (rewritten == null) {
      fail();
      return;
    }
    answered = true;
    client.respond(rewritten);
  }

  private void content(Channel from, HttpContent content) {
    if (informational) {
      content.release();
      if (content instanceof LastHttpContent) {
        informational = false;
        informationEnded();
      }
      return;
    }
    boolean last = content instanceof LastHttpContent;
    if (!client.send(withoutTrailers(content))) {
      client.flush();
      if (!client.channel().isWritable()) {
        from.config().setAutoRead(false);
      }
    }
    if (last) {
      over = true;
      ended();
      release(from, sent);
      client.finished();
    }
  }

  private static HttpContent withoutTrailers(HttpContent content) {
    return content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()
        ? new DefaultLastHttpContent(last.content())
        : content;
  }

  /** The upstream, for others who decide about it from now on. */
  Channel handOver() {
    over = true;
    return Objects.requireNonNull(upstream);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!over) {
      client.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!over && ctx.channel().isWritable()) {
      client.readBody(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (over) {
      return;
    }
    upstream = null;
    if (answered || !retry()) {
      fail();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
