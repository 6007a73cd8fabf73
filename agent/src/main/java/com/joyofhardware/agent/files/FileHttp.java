package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.server.Exchange;
import com.joyofhardware.agent.server.Request;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Problem;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** {@code /files/{path}}: the bytes of a file. */
final class FileHttp {
  private static final String BYTES = "application/octet-stream";

  private final Places places;
  private final Upload upload;
  private final FileWrites writes;

  FileHttp(Places places, Upload upload, FileWrites writes) {
    this.places = places;
    this.upload = upload;
    this.writes = writes;
  }

  void get(Exchange exchange) throws IOException {
    Request request = exchange.request();
    try (Places.Found found = places.open(path(request))) {
      Entry entry = found.entry();
      if (request.query("archive").isPresent()) {
        Archive.send(exchange, found);
        return;
      }
      FileChannel file = entry.read();
      try {
        send(exchange, Etags.settled(entry::attributes), file);
      } finally {
        file.close();
      }
    }
  }

  private static void send(Exchange exchange, Attributes all, FileChannel file) throws IOException {
    Request request = exchange.request();
    long size = all.size();
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.set(HttpHeaderNames.ETAG, all.etag());
    headers.set(
        HttpHeaderNames.LAST_MODIFIED,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(all.modified()).atOffset(ZoneOffset.UTC)));
    headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    if (Conditions.of(request).isUnchanged(all.etag())) {
      exchange.empty(HttpResponseStatus.NOT_MODIFIED, headers);
      return;
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, BYTES);
    Optional<ByteRange> range;
    try {
      range =
          request
              .header("Range")
              .filter(asked -> request.header("If-Range").map(all.etag()::equals).orElse(true))
              .flatMap(asked -> ByteRange.parse(asked, size));
    } catch (JoyException e) {
      headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
      byte[] problem = Json.write(e.problem(), Problem.class).getBytes(StandardCharsets.UTF_8);
      exchange.bytes(
          HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, Problem.MEDIA_TYPE, headers, problem);
      return;
    }
    if (range.isEmpty()) {
      exchange.file(HttpResponseStatus.OK, headers, file, 0, size);
      return;
    }
    headers.set(HttpHeaderNames.CONTENT_RANGE, range.get().contentRange(size));
    exchange.file(
        HttpResponseStatus.PARTIAL_CONTENT,
        headers,
        file,
        range.get().from(),
        range.get().length());
  }

  void put(Exchange exchange) throws IOException {
    Request request = exchange.request();
    String path = path(request);
    Conditions conditions = Conditions.of(request);
    if (request.header("Content-Range").isPresent()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "a file is written as a whole; leave out Content-Range");
    }
    upload.check(path, conditions, announced(request));
    Upload.Result result = upload.write(path, conditions, exchange.body());
    HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.ETAG, result.etag());
    exchange.empty(
        result.created() ? HttpResponseStatus.CREATED : HttpResponseStatus.NO_CONTENT, headers);
  }

  void delete(Exchange exchange) throws IOException {
    Request request = exchange.request();
    writes.delete(path(request), false, Conditions.of(request));
    exchange.empty(HttpResponseStatus.NO_CONTENT, EmptyHttpHeaders.INSTANCE);
  }

  private static long announced(Request request) {
    return request
        .header("Content-Length")
        .map(length -> {
          try {
            return Long.parseLong(length);
          } catch (NumberFormatException e) {
            throw new JoyException(
                ErrorCode.MALFORMED, "Content-Length is not a number: " + length, e);
          }
        })
        .orElse(0L);
  }

  /** Decoded once, after the split from the query: an encoded slash is a slash like any other. */
  static String path(Request request) {
    String raw = request.rest();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        if (c > 0x7e || c <= ' ') {
          throw unreadable(raw);
        }
        bytes.write(c);
        continue;
      }
      int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
      int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw unreadable(raw);
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw unreadable(raw);
    }
  }

  private static JoyException unreadable(String raw) {
    return new JoyException(
        ErrorCode.BAD_REQUEST, "not a percent-encoded UTF-8 path: '" + raw + "'");
  }
}
