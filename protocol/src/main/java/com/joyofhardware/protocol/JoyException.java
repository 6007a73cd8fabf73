package com.joyofhardware.protocol;

/**
 * An error that a client is told. The message says what happened, to what, and what to do next; it
 * holds no secret and no internal address.
 */
public class JoyException extends RuntimeException {
  private final ErrorCode code;

  public JoyException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public JoyException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  public Problem problem() {
    return Problem.of(code, String.valueOf(getMessage()));
  }
}
