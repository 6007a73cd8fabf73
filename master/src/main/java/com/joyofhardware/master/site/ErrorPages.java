package com.joyofhardware.master.site;

import com.joyofhardware.master.preview.PreviewOrigins;
import com.joyofhardware.protocol.JoyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.web.util.HtmlUtils;

/** Errors for people: the built error page with words put in. Programs get problem documents. */
final class ErrorPages {
  /** Where Vite's build can't be read, that is no reason to say nothing. */
  private static final String PLAIN =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>{{title}} · Joy of Hardware</title>
      <h1>{{title}}</h1>
      <p>{{text}}
      <p><a href="/dashboard">Go to your projects</a>
      """;

  private final MasterSettings settings;
  private final ContentPolicy policy;

  ErrorPages(MasterSettings settings, PreviewOrigins previews) {
    this.settings = settings;
    this.policy = new ContentPolicy(settings, previews);
  }

  /** Whether a browser asks, for an address that people go to. */
  boolean areFor(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return !request.getRequestURI().startsWith("/api/")
        && accept != null
        && accept.contains("text/html");
  }

  void write(HttpServletResponse response, JoyException e) throws IOException {
    int status = e.code().httpStatus();
    String page =
        page()
            .replace("{{title}}", title(status))
            .replace("{{text}}", HtmlUtils.htmlEscape(sentence(status, e), "UTF-8"));
    response.setStatus(status);
    response.setContentType("text/html;charset=utf-8");
    // An error can have any address, and most addresses may load nothing.
    response.setHeader("Content-Security-Policy", policy.site());
    response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
  }

  private String page() throws IOException {
    Path web = settings.web();
    Path file = web == null ? null : web.resolve("error.html");
    return file != null && Files.isRegularFile(file) ? Files.readString(file) : PLAIN;
  }

  private static String title(int status) {
    return switch (status) {
      case HttpServletResponse.SC_NOT_FOUND -> "There is nothing here";
      case HttpServletResponse.SC_UNAUTHORIZED -> "Please sign in";
      case HttpServletResponse.SC_FORBIDDEN -> "This is not yours to see";
      case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> "Back in a moment";
      default ->
          status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR
              ? "Something went wrong"
              : "That didn’t work";
    };
  }

  private static String sentence(int status, JoyException e) {
    if (status == HttpServletResponse.SC_NOT_FOUND) {
      return "The address is wrong, or what was here is gone or not yours to see.";
    }
    String message = String.valueOf(e.getMessage());
    return message.isEmpty()
        ? ""
        : Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
