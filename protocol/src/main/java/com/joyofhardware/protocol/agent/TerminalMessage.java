package com.joyofhardware.protocol.agent;

import org.jspecify.annotations.Nullable;

/**
 * Text frames on {@code WS /terminal/{id}?cols=&rows=&cwd=}. Binary frames are input one way and
 * output the other. The client chooses the id; a terminal that is there is attached to, else one is
 * started, unless {@code attach=true} asks for one that is there. A second client takes it over
 * from the first.
 */
public sealed interface TerminalMessage {
  /** Client: the window's size in characters. */
  record Resize(int cols, int rows) implements TerminalMessage {}

  /** Client: so many more bytes of output were consumed. */
  record Ack(int bytes) implements TerminalMessage {}

  /** Client: end the terminal and what runs in it. */
  record Close() implements TerminalMessage {}

  /**
   * Agent, first: the next {@code replay} bytes of output are scrollback.
   *
   * @param created it was started by this connection
   * @param cols the size it has
   */
  record Attached(boolean created, int replay, int cols, int rows, long pid)
      implements TerminalMessage {}

  /** Agent, last: the shell has ended; one of the two is set. */
  record Exit(@Nullable Integer code, @Nullable String signal) implements TerminalMessage {}
}
