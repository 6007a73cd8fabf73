package com.joyofhardware.agent.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The private modes that output has set ({@code ESC [ ? Pm h} and {@code l}, xterm's ctlseqs): they
 * must outlive the bytes that set them, or a full-screen program re-appears on the wrong screen.
 */
final class ScreenModes {
  /** Cursor keys, cursor shown, alternate screens, mouse and focus reports, bracketed paste. */
  private static final Set<Integer> KEPT =
      Set.of(1, 25, 47, 1000, 1002, 1003, 1004, 1006, 1047, 1049, 2004);

  /** The only one that a fresh screen has set. */
  private static final int CURSOR = 25;

  private static final int LONGEST = 64;

  private enum State {
    TEXT,
    ESCAPE,
    BRACKET,
    PRIVATE
  }

  private final Map<Integer, Boolean> modes = new TreeMap<>();
  private final StringBuilder parameters = new StringBuilder();
  private State state = State.TEXT;

  ScreenModes copy() {
    ScreenModes copy = new ScreenModes();
    copy.modes.putAll(modes);
    copy.parameters.append(parameters);
    copy.state = state;
    return copy;
  }

  void feed(MemorySegment bytes, int from, int until) {
    for (int i = from; i < until; i++) {
      feed((char) (bytes.get(JAVA_BYTE, i) & 0xFF));
    }
  }

  private void feed(char c) {
    state =
        switch (state) {
          case TEXT -> c == '\33' ? State.ESCAPE : State.TEXT;
          case ESCAPE -> afterEscape(c);
          case BRACKET -> {
            parameters.setLength(0);
            yield c == '?' ? State.PRIVATE : State.TEXT;
          }
          case PRIVATE -> inParameters(c);
        };
  }

  private State afterEscape(char c) {
    if (c == 'c') {
      modes.clear(); // full reset
    }
    return c == '[' ? State.BRACKET : State.TEXT;
  }

  private State inParameters(char c) {
    if ((c >= '0' && c <= '9') || c == ';') {
      parameters.append(c);
      return parameters.length() > LONGEST ? State.TEXT : State.PRIVATE;
    }
    if (c == 'h' || c == 'l') {
      for (String parameter : parameters.toString().split(";", -1)) {
        if (!parameter.isEmpty() && parameter.length() < 6) {
          set(Integer.parseInt(parameter), c == 'h');
        }
      }
    }
    return State.TEXT;
  }

  private void set(int mode, boolean on) {
    if (KEPT.contains(mode)) {
      modes.put(mode, on);
    }
  }

  /** Sets them again on a fresh screen; ASCII. */
  String sequence() {
    StringBuilder text = new StringBuilder();
    modes.forEach((mode, on) -> {
      if (on != (mode == CURSOR)) {
        text.append("\33[?").append(mode).append(on ? 'h' : 'l');
      }
    });
    return text.toString();
  }
}
