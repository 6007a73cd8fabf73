package com.joyofhardware.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of an agent's answer reaches a browser: an allow-list, under rules that disarm it. */
final class Hostile {
  private static final List<CharSequence> PASSING =
      List.of(
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.CONTENT_RANGE,
          HttpHeaderNames.ACCEPT_RANGES,
          HttpHeaderNames.ETAG,
          HttpHeaderNames.LAST_MODIFIED);

  private static final int MAX_VALUE = 512;
  private static final String BYTES = "application/octet-stream";

  private Hostile() {}

  /** The headers of a plain answer, without those that frame its body. */
  static HttpHeaders answer(HttpHeaders from) {
    HttpHeaders headers = new DefaultHttpHeaders();
    for (CharSequence name : PASSING) {
      String value = from.get(name);
      if (value != null && value.length() <= MAX_VALUE && isPrintable(value)) {
        headers.set(name, value);
      }
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, type(from.get(HttpHeaderNames.CONTENT_TYPE)));
    headers.set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
    secure(headers);
    return headers;
  }

  static void secure(HttpHeaders headers) {
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
        .set(HttpHeaderNames.CONTENT_DISPOSITION, "attachment")
        .set("Cross-Origin-Resource-Policy", "same-origin");
  }

  private static String type(@Nullable String type) {
    if (type == null) {
      return BYTES;
    }
    int semicolon = type.indexOf(';');
    String essence = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    return switch (essence.toLowerCase(Locale.ROOT)) {
      case "application/json" -> "application/json";
      case "text/plain" -> "text/plain; charset=utf-8";
      default -> BYTES;
    };
  }

  private static boolean isPrintable(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
