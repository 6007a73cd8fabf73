package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;

/**
 * The origin of webviews and of the extension host: built assets to read, no cookie, no API. What
 * runs there shows what a repository brings, and is nobody.
 */
final class WebviewOrigin {
  private static final String ASSETS = "/assets/";

  private WebviewOrigin() {}

  /**
   * @throws JoyException NOT_FOUND or METHOD_NOT_ALLOWED for all but built assets
   */
  static void check(HttpRequest request) {
    String target = request.uri();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    boolean plain =
        path.startsWith(ASSETS)
            && path.chars().allMatch(c -> c == '/' || c == '.' || c == '-' || isWord(c))
            && !path.contains("..");
    if (!plain) {
      throw new JoyException(ErrorCode.NOT_FOUND, "this origin serves the IDE's assets alone");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      throw new JoyException(ErrorCode.METHOD_NOT_ALLOWED, "assets are only read");
    }
  }

  private static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /**
   * Scripts come from here alone or from what these have made; of a page with a policy of its own,
   * as the webview's, the stricter rule counts. Inline scripts and styles are what a webview's page
   * consists of. Only our pages may frame it, and it reaches no server but this one.
   */
  static void secure(HttpHeaders headers, Door door, HttpRequest request) {
    String own = origin(door, request);
    URI publicUrl = door.publicUrl();
    Known known = door.cluster().known();
    String pages =
        publicUrl != null
            ? publicUrl.toString()
            : known == null ? "'none'" : String.join(" ", known.origins());
    String assets = own + ASSETS;
    headers
        .set(
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            String.join(
                "; ",
                "default-src 'none'",
                "script-src " + assets + " blob: 'unsafe-inline' 'wasm-unsafe-eval'",
                "worker-src " + assets + " blob:",
                "style-src " + assets + " 'unsafe-inline'",
                "font-src " + assets + " data:",
                "img-src " + assets + " data: blob:",
                "media-src " + assets + " data: blob:",
                "connect-src " + assets + " blob: data:",
                "frame-src " + assets + " blob:",
                "base-uri " + assets,
                "form-action 'none'",
                "frame-ancestors " + own + " " + pages))
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "cross-origin")
        .set("Origin-Agent-Cluster", "?1");
  }

  private static String origin(Door door, HttpRequest request) {
    return (door.isSecure() ? "https" : "http")
        + "://"
        + request.headers().get(HttpHeaderNames.HOST, "");
  }
}
