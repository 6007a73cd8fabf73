package com.joyofhardware.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A built asset for an origin on which a part of the IDE runs apart. It is the master's file, but
 * nothing of the visitor goes there and nothing but the file comes back.
 */
final class ApartExchange extends MasterExchange {
  private static final List<CharSequence> IN =
      List.of(
          HttpHeaderNames.ACCEPT_ENCODING,
          HttpHeaderNames.IF_NONE_MATCH,
          HttpHeaderNames.IF_MODIFIED_SINCE);

  private static final List<CharSequence> OUT =
      List.of(
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.CONTENT_ENCODING,
          HttpHeaderNames.ETAG,
          HttpHeaderNames.LAST_MODIFIED,
          HttpHeaderNames.VARY);

  private static final Set<Integer> STATUSES = Set.of(200, 304, 404);

  private final ApartOrigin origin;

  ApartExchange(
      ClientConnection client, HttpRequest request, ApartOrigin origin, InetSocketAddress master) {
    super(client, request, master);
    this.origin = origin;
  }

  @Override
  HttpRequest outgoing() {
    HttpRequest out = new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.uri());
    copy(request.headers(), out.headers(), IN);
    describe(out.headers());
    return out;
  }

  @Override
  @Nullable HttpResponse rewritten(HttpResponse head) {
    if (super.rewritten(head) == null || !STATUSES.contains(head.status().code())) {
      return null;
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    copy(head.headers(), headers, OUT);
    if (head.status().equals(HttpResponseStatus.OK)) {
      headers.set(
          HttpHeaderNames.CACHE_CONTROL,
          head.headers().get(HttpHeaderNames.CACHE_CONTROL, "no-store"));
    }
    origin.secure(headers, client.door(), request);
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status(), headers);
  }

  private static void copy(HttpHeaders from, HttpHeaders to, List<CharSequence> names) {
    for (CharSequence name : names) {
      String value = from.get(name);
      if (value != null) {
        to.set(name, value);
      }
    }
  }
}
