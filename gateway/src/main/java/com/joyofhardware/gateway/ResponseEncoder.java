package com.joyofhardware.gateway;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's encoder, told when a response answers a HEAD request and so has no body. */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean toHead;

  void expect(boolean head) {
    toHead = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse message) {
    return toHead || super.isContentAlwaysEmpty(message);
  }
}
