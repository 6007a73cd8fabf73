package com.joyofhardware.agent.process;

/** How a process ended: by itself with a code, or by a signal. Never both, never guessed. */
public sealed interface Ended {
  record Exited(int code) implements Ended {}

  /**
   * It was killed.
   *
   * @param signal its name without SIG: {@code KILL}
   */
  record Signalled(String signal) implements Ended {}

  /** From the status of waitpid(2). */
  static Ended ofWaitStatus(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? new Exited(status >> 8 & 0xff) : new Signalled(Signal.nameOf(signal));
  }
}
