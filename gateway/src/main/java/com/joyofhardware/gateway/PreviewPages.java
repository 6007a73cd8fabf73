package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** What somebody sees on a preview's origin that isn't the program's own. */
final class PreviewPages {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>{title}</title>
      <style>
      body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem }
      </style>
      </head>
      <body>
      <h1>{title}</h1>
      <p>{text}</p>
      </body>
      </html>
      """;

  private PreviewPages() {}

  /**
   * A page for people, a problem for programs.
   *
   * @param ide address of the session's IDE
   */
  static FullHttpResponse refusal(HttpRequest request, JoyException why, String ide) {
    if (!request.headers().get(HttpHeaderNames.ACCEPT, "").contains("text/html")) {
      return Answers.problem(why);
    }
    String link = "<a href=\"%s\" rel=\"noreferrer\">the session’s IDE</a>".formatted(ide);
    return switch (why.code()) {
      case NOT_SIGNED_IN, TICKET_STALE, FORBIDDEN ->
          page(
              why,
              "This preview is private",
              "Open it from the <b>Ports</b> view of "
                  + link
                  + ". If somebody sent you this address, ask them to share the port there.");
      case NOT_FOUND ->
          page(
              why,
              "Nothing listens here",
              "No program of this session answers on this port. Start it in "
                  + link
                  + ", then load this page again.");
      case SESSION_STARTING, SESSION_SAVING, MASTER_AWAY ->
          page(
              why,
              "Back in a moment",
              "The session or the server is starting or stopping. Load this page again shortly, or"
                  + " look at "
                  + link
                  + ".");
      default ->
          page(
              why,
              "No valid answer",
              "The program on this port didn’t answer as a web server does. Look at its terminal"
                  + " in "
                  + link
                  + ".");
    };
  }

  private static FullHttpResponse page(JoyException why, String title, String text) {
    ErrorCode code = why.code();
    FullHttpResponse page =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(code.httpStatus()),
            Unpooled.copiedBuffer(
                PAGE.replace("{title}", title).replace("{text}", text), StandardCharsets.UTF_8));
    page.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, page.content().readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer")
        .set(
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    return page;
  }

  /** To the preview's first page, with its cookie. */
  static FullHttpResponse entered(String cookie) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FOUND);
    answer
        .headers()
        .set(HttpHeaderNames.LOCATION, "/")
        .set(HttpHeaderNames.SET_COOKIE, cookie)
        .set(HttpHeaderNames.CONTENT_LENGTH, 0)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("Referrer-Policy", "no-referrer");
    return answer;
  }
}
