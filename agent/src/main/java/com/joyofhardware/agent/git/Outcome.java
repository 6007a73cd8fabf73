package com.joyofhardware.agent.git;

import com.joyofhardware.agent.process.Ended;
import java.nio.charset.StandardCharsets;

/** How a git ended, and what it printed. */
final class Outcome {
  private final Ended end;
  private final byte[] output;
  private final String errors;
  private final boolean cut;
  private final boolean cancelled;

  /**
   * The bytes are this one's own from now on.
   *
   * @param cut it was ended because it printed more than was asked for
   * @param cancelled it was ended because somebody said so
   */
  Outcome(Ended end, byte[] output, String errors, boolean cut, boolean cancelled) {
    this.end = end;
    this.output = output;
    this.errors = errors;
    this.cut = cut;
    this.cancelled = cancelled;
  }

  boolean isGood() {
    return !cancelled && (cut || exit() == 0);
  }

  boolean cut() {
    return cut;
  }

  boolean cancelled() {
    return cancelled;
  }

  Ended end() {
    return end;
  }

  /** What it exited with, -1 when it was killed. */
  int exit() {
    return switch (end) {
      case Ended.Exited(int code) -> code;
      case Ended.Signalled ignored -> -1;
    };
  }

  /** Its standard output. */
  byte[] output() {
    return output;
  }

  String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** The last lines of its standard error, without progress. */
  String errors() {
    return errors;
  }
}
