package com.joyofhardware.master.site;

import com.joyofhardware.master.account.TooManyAttempts;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes problem documents (RFC 9457), with the headers that go with an error. */
final class ProblemWriter {
  private ProblemWriter() {}

  static void write(HttpServletResponse response, JoyException e) throws IOException {
    retryAfter(response, e);
    if (e.code() == ErrorCode.NOT_SIGNED_IN) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"Joy of Hardware\"");
    }
    write(response, e.problem());
  }

  private static void retryAfter(HttpServletResponse response, JoyException e) {
    if (e instanceof TooManyAttempts limited) {
      response.setHeader("Retry-After", String.valueOf(limited.retryAfter().toSeconds()));
    } else if (e.code().httpStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader("Retry-After", "1");
    }
  }

  static void write(HttpServletResponse response, Problem problem) throws IOException {
    byte[] body = Json.write(problem, Problem.class).getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
