package com.joyofhardware.gateway;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a visitor and a previewed program, which is hostile but at home on its own
 * origin: everything, without what is ours and what would reach beyond that origin.
 */
final class PreviewHeaders {
  /** Cookies of ours, in lower case: a program gets to see none and can make none. */
  private static final Set<String> OUR_COOKIES =
      Set.of("joy", "__host-joy", "joy-ticket", "joy-preview", "__host-joy-preview");

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> NOT_IN =
      Set.of("authorization", "cookie", "expect", "forwarded", "via");

  /**
   * The first clears cookies of the whole domain, ours with them; the next two bind more than this
   * origin; passwords that the last would ask for are not passed on.
   */
  private static final Set<String> NOT_OUT =
      Set.of("clear-site-data", "strict-transport-security", "alt-svc", "www-authenticate");

  private PreviewHeaders() {}

  /** The request as the program gets it, with the visitor's Host. */
  static HttpRequest request(HttpRequest from, boolean upgrade) {
    HttpRequest out = new DefaultHttpRequest(HttpVersion.HTTP_1_1, from.method(), from.uri());
    HttpHeaders headers = out.headers();
    copy(from.headers(), headers, PreviewHeaders::mayEnter);
    String cookies = cookies(from.headers());
    if (!cookies.isEmpty()) {
      headers.set(HttpHeaderNames.COOKIE, cookies);
    }
    if (upgrade) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      return out;
    }
    headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (HttpUtil.isTransferEncodingChunked(from)) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return out;
  }

  /** The headers of the program's answer as the visitor gets them, without what frames the body. */
  static HttpHeaders answer(HttpHeaders from) {
    HttpHeaders headers = new DefaultHttpHeaders();
    copy(from, headers, PreviewHeaders::mayLeave);
    for (String cookie : from.getAll(HttpHeaderNames.SET_COOKIE)) {
      String own = ownCookie(cookie);
      if (own != null) {
        headers.add(HttpHeaderNames.SET_COOKIE, own);
      }
    }
    return headers;
  }

  private interface Rule {
    boolean passes(String name);
  }

  private static boolean mayEnter(String name) {
    String plain = name.replace('_', '-');
    return !NOT_IN.contains(plain)
        && !plain.startsWith("joy-")
        && !plain.startsWith("x-forwarded")
        && !plain.startsWith("x-real-")
        && !plain.startsWith("x-original-");
  }

  private static boolean mayLeave(String name) {
    return !NOT_OUT.contains(name) && !name.startsWith("joy-") && !name.equals("set-cookie");
  }

  private static void copy(HttpHeaders from, HttpHeaders to, Rule rule) {
    Set<String> dropped =
        from.getAll(HttpHeaderNames.CONNECTION).stream()
            .flatMap(line -> List.of(line.split(",", -1)).stream())
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !Set.of("host", "content-length", "origin").contains(name))
            .collect(Collectors.toSet());
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name) && !dropped.contains(name) && rule.passes(name)) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  private static String cookies(HttpHeaders from) {
    List<String> passing = new ArrayList<>();
    for (String line : from.getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        String name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
        if (!pair.isBlank() && !OUR_COOKIES.contains(name.toLowerCase(Locale.ROOT))) {
          passing.add(pair.strip());
        }
      }
    }
    return String.join("; ", passing);
  }

  /**
   * A cookie for the program's own host: one with a Domain would be sent to every other preview, or
   * to us. Null for one that a browser could send as if it were ours.
   */
  static @Nullable String ownCookie(String cookie) {
    String[] parts = cookie.split(";", -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
    if (name.isEmpty() || OUR_COOKIES.contains(name.toLowerCase(Locale.ROOT))) {
      return null; // without a name the value would be sent as name=value
    }
    List<String> kept = new ArrayList<>(List.of(parts[0].strip()));
    for (String attribute : List.of(parts).subList(1, parts.length)) {
      String plain = attribute.strip();
      int end = plain.indexOf('=');
      String key = (end < 0 ? plain : plain.substring(0, end)).strip();
      if (!key.equalsIgnoreCase("domain") && !plain.isEmpty()) {
        kept.add(plain);
      }
    }
    return String.join("; ", kept);
  }
}
