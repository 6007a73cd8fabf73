package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Problem;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Bytes that a client gets whole, in part, or not at all when it has them (RFC 9110, 13 and 14).
 *
 * @param etag a strong validator, in its quotes
 * @param modified milliseconds since 1970
 * @param size in bytes
 */
public record Representation(String etag, long modified, long size) {
  private static final String BYTES = "application/octet-stream";

  /** Sends so many of the bytes. */
  @FunctionalInterface
  public interface Sending {
    void send(HttpResponseStatus status, HttpHeaders headers, long from, long length)
        throws IOException;
  }

  /** Answers what was asked for. */
  public void answer(Exchange exchange, Sending sending) throws IOException {
    Request request = exchange.request();
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.ETAG, etag);
    headers.set(
        HttpHeaderNames.LAST_MODIFIED,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(modified).atOffset(ZoneOffset.UTC)));
    headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    if (Conditions.of(request).isUnchanged(etag)) {
      exchange.empty(HttpResponseStatus.NOT_MODIFIED, headers);
      return;
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, BYTES);
    Optional<ByteRange> range;
    try {
      range =
          request
              .header("Range")
              .filter(asked -> request.header("If-Range").map(etag::equals).orElse(true))
              .flatMap(asked -> ByteRange.parse(asked, size));
    } catch (JoyException e) {
      headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
      byte[] problem = Json.write(e.problem(), Problem.class).getBytes(StandardCharsets.UTF_8);
      exchange.bytes(
          HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, Problem.MEDIA_TYPE, headers, problem);
      return;
    }
    if (range.isEmpty()) {
      sending.send(HttpResponseStatus.OK, headers, 0, size);
      return;
    }
    headers.set(HttpHeaderNames.CONTENT_RANGE, range.get().contentRange(size));
    sending.send(
        HttpResponseStatus.PARTIAL_CONTENT, headers, range.get().from(), range.get().length());
  }
}
