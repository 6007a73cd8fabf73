package com.joyofhardware.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/** Netty's decoder behind the {@link HeadGate}: one request at a time, strictly read. */
final class RequestDecoder extends HttpRequestDecoder {
  private final HeadGate gate;

  RequestDecoder(HeadRules rules, GatewayLimits limits, Runnable headBegun) {
    super(config(limits.headBytes()));
    gate = new HeadGate(rules, rules::request, headBegun);
  }

  static HttpDecoderConfig config(int headBytes) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(headBytes)
        .setMaxHeaderSize(headBytes)
        .setMaxChunkSize(Pipes.READ_BYTES)
        .setStrictLineParsing(true)
        .setUseRfc9112TransferEncoding(true)
        .setAllowDuplicateContentLengths(false);
  }

  void hold() {
    gate.hold();
  }

  /** Goes on with the next request, of which bytes may already be here. */
  void release(ChannelHandlerContext ctx) throws Exception {
    gate.release();
    channelRead(ctx, Unpooled.EMPTY_BUFFER);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    gate.decode(in, out, () -> super.decode(ctx, in, out));
  }
}
