package com.joyofhardware.master.site;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The one place where an exception becomes an answer. */
@RestControllerAdvice
class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final ErrorPages pages;

  Problems(MasterSettings settings, Parts parts) {
    this.pages = new ErrorPages(settings, parts.previews().origins());
  }

  @ExceptionHandler
  void told(JoyException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    tell(e, request, response);
  }

  private void tell(JoyException e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (pages.areFor(request)) {
      pages.write(response, e);
    } else {
      ProblemWriter.write(response, e);
    }
  }

  @ExceptionHandler
  void unreadable(HttpMessageNotReadableException e, HttpServletResponse response)
      throws IOException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JoyException joy) {
        ProblemWriter.write(response, joy);
        return;
      }
    }
    ProblemWriter.write(
        response, new JoyException(ErrorCode.BAD_REQUEST, "the body is missing; send JSON"));
  }

  @ExceptionHandler
  void mistyped(MethodArgumentTypeMismatchException e, HttpServletResponse response)
      throws IOException {
    ProblemWriter.write(
        response,
        new JoyException(ErrorCode.BAD_REQUEST, e.getName() + ": '" + e.getValue() + "' is wrong"));
  }

  /** The client is gone: there is nobody to tell. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    LOG.atDebug().setCause(e).log("the client left");
  }

  @ExceptionHandler
  void unexpected(Exception e, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      known(known, request, response);
      return;
    }
    String id = UUID.randomUUID().toString();
    LOG.atError()
        .addKeyValue("id", id)
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", request.getRequestURI())
        .setCause(e)
        .log("a request failed");
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    tell(
        new JoyException(
            ErrorCode.INTERNAL,
            "something went wrong here; try again, or tell an administrator the number " + id),
        request,
        response);
  }

  /** What Spring itself found wrong: no such address, method or media type. */
  private void known(ErrorResponse error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpStatusCode status = error.getStatusCode();
    error
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    if (status.value() != HttpServletResponse.SC_NOT_FOUND) {
      ErrorCode code =
          status.value() == HttpServletResponse.SC_METHOD_NOT_ALLOWED
              ? ErrorCode.METHOD_NOT_ALLOWED
              : ErrorCode.BAD_REQUEST;
      Problem problem = Problem.of(code, reason(error, request));
      ProblemWriter.write(
          response,
          new Problem(
              problem.type(), problem.title(), status.value(), problem.detail(), problem.code()));
    } else {
      tell(Access.notFound("address", request.getRequestURI()), request, response);
    }
  }

  private static String reason(ErrorResponse error, HttpServletRequest request) {
    return switch (error.getStatusCode().value()) {
      case HttpServletResponse.SC_METHOD_NOT_ALLOWED ->
          request.getMethod() + " is not possible on " + request.getRequestURI();
      case HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE ->
          "the body must be JSON: send 'Content-Type: application/json'";
      default -> String.valueOf(error.getBody().getDetail());
    };
  }
}
