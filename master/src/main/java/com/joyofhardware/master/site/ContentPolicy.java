package com.joyofhardware.master.site;

import com.joyofhardware.master.preview.PreviewOrigins;
import com.joyofhardware.protocol.SessionId;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Content-Security-Policy of each address. Scripts come from {@code /assets/} alone, never from
 * {@code 'self'}: what a session or a repository serves is on this origin, too.
 */
final class ContentPolicy {
  private static final String NOTHING =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String IDE = "/ide/";

  private final String origin;
  private final String socketOrigin;

  private final PreviewOrigins previews;

  ContentPolicy(MasterSettings settings, PreviewOrigins previews) {
    this.previews = previews;
    origin = settings.origin();
    socketOrigin = (settings.isSecure() ? "wss" : "ws") + origin.substring(origin.indexOf(':'));
  }

  String of(String path) {
    if (path.startsWith("/assets/")) {
      return asset();
    }
    if (path.startsWith(IDE)) {
      return ide(path.substring(IDE.length()));
    }
    return Pages.isSitePage(path) ? site() : NOTHING;
  }

  String site() {
    return join(
        "default-src 'none'",
        "script-src " + assets(),
        "worker-src " + assets(),
        "style-src " + assets(),
        "font-src " + assets(),
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'");
  }

  /**
   * The workbench needs inline styles and WebAssembly. It may call nothing but its own session: its
   * scripts run beside what a workspace brings, and must not make tokens with the person's cookie.
   */
  private String ide(String session) {
    String id = isSessionId(session) ? session : "none";
    return join(
        "default-src 'none'",
        "script-src " + assets() + " 'wasm-unsafe-eval'",
        "worker-src " + assets() + " blob:",
        "style-src " + assets() + " 'unsafe-inline'",
        "font-src " + assets(),
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "connect-src "
            + String.join(
                " ",
                assets(),
                origin + "/s/" + id + "/",
                socketOrigin + "/s/" + id + "/",
                origin + "/api/v1/sessions/" + id,
                origin + "/api/v1/sessions/" + id + "/",
                origin + "/api/v1/me",
                origin + "/api/v1/me/preferences",
                origin + "/api/v1/me/preferences/",
                origin + "/api/v1/logout"),
        "frame-src " + apart(session),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'");
  }

  /** What a repository brings, and extensions, are on origins of their own, and nowhere else. */
  private String apart(String session) {
    if (!isSessionId(session)) {
      return "'none'";
    }
    SessionId id = new SessionId(session);
    return Stream.of(previews.webview(id), previews.extensionHost(id))
        .flatMap(Optional::stream)
        .map(other -> other + "/assets/")
        .reduce((one, other) -> one + " " + other)
        .orElse("'none'");
  }

  /** A worker's own policy comes with its script; a document made of an asset may do no more. */
  private String asset() {
    return join(
        "default-src 'none'",
        "script-src " + assets() + " blob: 'wasm-unsafe-eval'",
        "worker-src " + assets() + " blob:",
        "connect-src " + String.join(" ", assets(), origin + "/s/", socketOrigin + "/s/"),
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'");
  }

  private String assets() {
    return origin + "/assets/";
  }

  private static boolean isSessionId(String text) {
    try {
      return new SessionId(text).value().equals(text);
    } catch (IllegalArgumentException e) {
      return false; // then the page is a 404, and its policy allows no session
    }
  }

  private static String join(String... directives) {
    return String.join("; ", directives);
  }
}
