package com.joyofhardware.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import java.util.List;

/** Netty's decoder behind the {@link HeadGate}: what an agent answers may be hostile. */
final class ResponseDecoder extends HttpResponseDecoder {
  static final int HEAD_BYTES = 64 << 10;
  private static final HeadRules RULES = new HeadRules(HEAD_BYTES, 256);

  private final HeadGate gate = new HeadGate(RULES, RULES::response, () -> {});
  private boolean toHead;

  ResponseDecoder() {
    super(RequestDecoder.config(HEAD_BYTES));
  }

  /** Says whether the coming response answers a HEAD request and so has no body. */
  void expect(boolean head) {
    toHead = head;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    gate.decode(in, out, () -> super.decode(ctx, in, out));
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    if (toHead) {
      return true;
    }
    return (message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL)
        || super.isContentAlwaysEmpty(message);
  }

  /** The exchange decides what follows a 101, not the codec. */
  @Override
  protected boolean isSwitchingToNonHttp1Protocol(HttpResponse response) {
    return false;
  }
}
