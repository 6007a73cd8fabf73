package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.server.Conditions;
import com.joyofhardware.agent.server.Exchange;
import com.joyofhardware.agent.server.Representation;
import com.joyofhardware.agent.server.Request;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
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

/** {@code /files/{path}}: the bytes of a file. */
final class FileHttp {
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
        Attributes all = Etags.settled(entry::attributes);
        new Representation(all.etag(), all.modified(), all.size())
            .answer(
                exchange,
                (status, headers, from, length) ->
                    exchange.file(status, headers, file, from, length));
      } finally {
        file.close();
      }
    }
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
