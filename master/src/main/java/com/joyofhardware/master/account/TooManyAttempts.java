package com.joyofhardware.master.account;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.time.Duration;

/** Too many wrong passwords or codes; the same again is worth trying after a while. */
public final class TooManyAttempts extends JoyException {
  private final Duration retryAfter;

  TooManyAttempts(Duration retryAfter) {
    super(
        ErrorCode.RATE_LIMITED,
        "too many failed attempts; try again in " + retryAfter.toSeconds() + " seconds");
    this.retryAfter = retryAfter;
  }

  /** Whole seconds, at least one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
