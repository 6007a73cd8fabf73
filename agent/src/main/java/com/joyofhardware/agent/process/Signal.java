package com.joyofhardware.agent.process;

import java.util.List;

/** Signals by Linux number, and their names as SSH writes them (RFC 4254, section 6.10). */
final class Signal {
  static final int HUP = 1;
  static final int KILL = 9;

  // the same on x86-64 and aarch64
  static final int STOP = 19;

  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signal() {}

  static String nameOf(int number) {
    return number < NAMES.size() ? NAMES.get(number) : "RT" + number;
  }
}
