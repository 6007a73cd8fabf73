package com.joyofhardware.gateway;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** What the gateway says by itself. */
final class Answers {
  private static final String AWAY_PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta http-equiv="refresh" content="2">
      <title>Back in a moment</title>
      <style>
      body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem }
      </style>
      </head>
      <body>
      <h1>Back in a moment</h1>
      <p>The server is restarting. Your work is safe, and open sessions go on.
      This page reloads by itself.</p>
      </body>
      </html>
      """;

  private Answers() {}

  static FullHttpResponse problem(JoyException e) {
    Problem problem = e.problem();
    FullHttpResponse response =
        response(
            HttpResponseStatus.valueOf(problem.status()),
            Problem.MEDIA_TYPE,
            Json.write(problem, Problem.class));
    Hostile.secure(response.headers());
    switch (e.code()) {
      case SESSION_STARTING, SESSION_SAVING, AGENT_AWAY ->
          response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
      case MASTER_AWAY -> response.headers().set(HttpHeaderNames.RETRY_AFTER, "2");
      default -> {}
    }
    return response;
  }

  /** A calm page for people, a problem for programs. */
  static FullHttpResponse masterAway(HttpRequest request) {
    String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
    if (!accept.contains("text/html")) {
      return problem(Tickets.masterAway());
    }
    FullHttpResponse page =
        response(
            HttpResponseStatus.valueOf(ErrorCode.MASTER_AWAY.httpStatus()),
            "text/html; charset=utf-8",
            AWAY_PAGE);
    page.headers()
        .set(HttpHeaderNames.RETRY_AFTER, "2")
        .set(
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    return page;
  }

  static FullHttpResponse alive() {
    return response(HttpResponseStatus.OK, "application/json", "{\"status\":\"ok\"}");
  }

  private static FullHttpResponse response(HttpResponseStatus status, String type, String body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    return response;
  }
}
