package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.util.Arrays;

/**
 * An origin below the preview domain on which a part of the IDE runs apart from its page: built
 * assets to read, no cookie, no API. Decision 31 says why each allowance is there.
 */
enum ApartOrigin {
  /** What a repository brings is shown here, in documents that the workbench writes. */
  WEBVIEWS("webview") {
    @Override
    String policy(String assets) {
      return join(
          "script-src " + assets + " blob: 'unsafe-inline'",
          "worker-src 'none'",
          "style-src " + assets + " blob: 'unsafe-inline'",
          "font-src " + assets + " blob: data:",
          "img-src " + assets + " blob: data:",
          "media-src " + assets + " blob: data:",
          "frame-src " + assets,
          "base-uri " + RESOURCES);
    }
  },

  /** Extensions act on the workspace; so they are apart from what is only shown, too. */
  EXTENSION_HOST("extensions") {
    @Override
    String policy(String assets) {
      return join(
          "script-src " + assets + " blob: 'unsafe-inline' 'unsafe-eval'",
          "worker-src " + assets + " blob:",
          "connect-src " + assets,
          "base-uri 'none'");
    }
  };

  /**
   * A name that webviews give to the workbench's files, so that relative addresses have a base. No
   * request leaves for it: the bytes come in messages.
   */
  private static final String RESOURCES = "https://*.vscode-resource.vscode-cdn.net";

  private static final String ASSETS = "/assets/";

  private final String label;

  ApartOrigin(String label) {
    this.label = label;
  }

  /** What such an origin may do, beyond loading nothing. */
  abstract String policy(String assets);

  /**
   * @param label the part of a host name before the session
   */
  static ApartOrigin of(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findAny().orElseThrow();
  }

  static boolean has(String label) {
    return Arrays.stream(values()).anyMatch(each -> each.label.equals(label));
  }

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

  /** Of a page with a policy of its own, as a webview's, the stricter rule counts. */
  void secure(HttpHeaders headers, Door door, HttpRequest request) {
    String own = origin(door, request);
    URI publicUrl = door.publicUrl();
    Known known = door.cluster().known();
    String pages =
        publicUrl != null
            ? publicUrl.toString()
            : known == null ? "'none'" : String.join(" ", known.origins());
    headers
        .set(
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            join(
                "default-src 'none'",
                policy(own + ASSETS),
                "form-action 'none'",
                "frame-ancestors " + own + " " + pages))
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "cross-origin")
        .set("Origin-Agent-Cluster", "?1");
  }

  private static String join(String... directives) {
    return String.join("; ", directives);
  }

  private static String origin(Door door, HttpRequest request) {
    return (door.isSecure() ? "https" : "http")
        + "://"
        + request.headers().get(HttpHeaderNames.HOST, "");
  }
}
