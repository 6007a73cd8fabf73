package com.joyofhardware.agent.verilog;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The list of connections that a place is in: of ports, {@code u (.a(b), |}, or of parameters,
 * {@code #(.N(4), |}.
 *
 * @param unit the module that is instantiated
 * @param parameters whether it is the list after {@code #}
 * @param named the names connected already, at other places of the list
 */
record Connection(String unit, boolean parameters, Set<String> named) {
  /** An instance's lists have some hundred connections; more is a forgotten bracket. */
  private static final int FARTHEST = 20_000;

  /**
   * Looks where a token stands.
   *
   * @param at the first token that isn't before the place
   */
  static Optional<Connection> around(Tokens tokens, int at) {
    int open = opening(tokens, at);
    if (open < 0) {
      return Optional.empty();
    }
    if (tokens.is(open - 1, '#')) {
      return tokens.isName(open - 2)
          ? Optional.of(new Connection(tokens.name(open - 2), true, named(tokens, open, at)))
          : Optional.empty();
    }
    int name = open - 1;
    if (tokens.is(name, ']')) {
      name = openingOf(tokens, name) - 1;
    }
    if (!tokens.isName(name)) {
      return Optional.empty();
    }
    int type = name - 1;
    if (tokens.is(type, ')')) {
      type = openingOf(tokens, type) - 1;
      type = tokens.is(type, '#') ? type - 1 : -1;
    }
    return tokens.isName(type)
        ? Optional.of(new Connection(tokens.name(type), false, named(tokens, open, at)))
        : Optional.empty();
  }

  /** The bracket that is open at a place, within one statement. */
  private static int opening(Tokens tokens, int at) {
    int depth = 0;
    for (int i = at - 1; i >= 0 && at - i < FARTHEST; i--) {
      if (tokens.is(i, ')')) {
        depth++;
      } else if (tokens.is(i, '(') && depth-- == 0) {
        return i;
      } else if (tokens.is(i, ';')) {
        return -1;
      }
    }
    return -1;
  }

  private static int openingOf(Tokens tokens, int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      if (tokens.is(i, ')') || tokens.is(i, ']')) {
        depth++;
      } else if ((tokens.is(i, '(') || tokens.is(i, '[')) && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Set<String> named(Tokens tokens, int open, int at) {
    Set<String> named = new HashSet<>();
    int depth = 0;
    for (int i = open; i < tokens.size() && !tokens.is(i, ';'); i++) {
      if (tokens.is(i, '(')) {
        depth++;
      } else if (tokens.is(i, ')') && --depth == 0) {
        break;
      } else if (depth == 1
          && tokens.is(i, '.')
          && i != at
          && i + 1 != at
          && tokens.isName(i + 1)) {
        named.add(tokens.name(i + 1));
      }
    }
    return named;
  }
}
