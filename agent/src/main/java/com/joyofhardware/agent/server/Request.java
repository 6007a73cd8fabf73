package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.statement.Pass;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request.
 *
 * @param path without the query, percent-encoded as it came
 * @param rest what the route's pattern left open: the path after the prefix or the segment in
 *     braces, percent-encoded as it came
 * @param ticket who asks; null only where a route is open to all
 */
public record Request(
    HttpMethod method,
    String path,
    String rest,
    String rawQuery,
    HttpHeaders headers,
    @Nullable Pass ticket) {

  static Request of(HttpMethod method, String uri, HttpHeaders headers) {
    int query = uri.indexOf('?');
    return query < 0
        ? new Request(method, uri, "", "", headers, null)
        : new Request(method, uri.substring(0, query), "", uri.substring(query + 1), headers, null);
  }

  Request matched(String rest, @Nullable Pass ticket) {
    return new Request(method, path, rest, rawQuery, headers, ticket);
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    try {
      Map<String, List<String>> all = new QueryStringDecoder(rawQuery, false).parameters();
      return Optional.ofNullable(all.get(name)).map(List::getFirst);
    } catch (IllegalArgumentException e) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "the query is not percent-encoded UTF-8: " + e.getMessage(), e);
    }
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
