package com.joyofhardware.agent.verilog;

import java.util.List;

/**
 * Reads a list of declared names: {@code input wire [7:0] a, b = 1, output c}. What is half typed
 * ends where the next declaration or statement must begin.
 */
final class Declarations {
  private static final int LONGEST = 120;

  private final Tokens tokens;
  private final Comments comments;

  Declarations(Tokens tokens, Comments comments) {
    this.tokens = tokens;
    this.comments = comments;
  }

  /** Decides what a name is, by what stands before it. */
  @FunctionalInterface
  interface Kinds {
    SymbolKind of(String type);
  }

  /**
   * Reads from {@code i} to the {@code ;} or the bracket that ends the list, and gives the token
   * after it.
   *
   * @param inherited the type of a first name that has none of its own
   */
  int read(int i, String inherited, Kinds kinds, List<Symbol> into) {
    String type = inherited;
    int at = i;
    while (at < tokens.size()) {
      int first = at;
      int name = -1;
      while (at < tokens.size() && !endsItem(at, at == first, name >= 0)) {
        if (tokens.is(at, '[') || tokens.is(at, '(') || tokens.is(at, '{')) {
          at = Math.max(at + 1, tokens.afterMatching(at));
          continue;
        }
        if (tokens.isName(at)) {
          name = at;
        }
        at++;
      }
      int value = at;
      if (tokens.is(at, '=')) {
        at = skipValue(at + 1);
      }
      if (name >= 0) {
        type = name > first ? withDirection(squeezed(first, name - 1), type) : type;
        into.add(symbol(kinds.of(type), name, first, type, squeezed(value + 1, at - 1)));
      }
      if (tokens.kind(at) == Tokens.WORD && startsItem(tokens.text(at))) {
        continue; // only the comma is missing
      }
      if (!tokens.is(at, ',')) {
        boolean end = tokens.is(at, ';') || tokens.is(at, ')');
        return end ? at + 1 : at;
      }
      at++;
    }
    return at;
  }

  Symbol symbol(SymbolKind kind, int name, int first, String type, String value) {
    String doc = comments.of(tokens.start(first), tokens.end(name));
    return new Symbol(
        kind, tokens.name(name), type, value, doc, tokens.start(name), tokens.end(name));
  }

  private static boolean startsItem(String word) {
    return Keywords.isType(word) || Keywords.isDirection(word);
  }

  private boolean endsItem(int at, boolean first, boolean named) {
    if (tokens.kind(at) == Tokens.MARK) {
      return tokens.is(at, ',')
          || tokens.is(at, ';')
          || tokens.is(at, ')')
          || tokens.is(at, '}')
          || tokens.is(at, '=');
    }
    if (tokens.kind(at) == Tokens.WORD) {
      String word = tokens.text(at);
      boolean constant = first && word.equals("localparam");
      return (Keywords.endsDeclaration(word) && !constant) || (named && startsItem(word));
    }
    return false;
  }

  private int skipValue(int from) {
    int at = from;
    while (at < tokens.size()
        && !tokens.is(at, ',')
        && !tokens.is(at, ';')
        && !tokens.is(at, ')')
        && !tokens.is(at, '}')
        && !(tokens.kind(at) == Tokens.WORD && Keywords.endsDeclaration(tokens.text(at)))) {
      boolean open = tokens.is(at, '(') || tokens.is(at, '[') || tokens.is(at, '{');
      at = open ? Math.max(at + 1, tokens.afterMatching(at)) : at + 1;
    }
    return at;
  }

  /** In a list of ports {@code input a, logic b} the direction goes on. */
  private static String withDirection(String type, String before) {
    String first = word(type);
    String direction = word(before);
    boolean goesOn =
        Keywords.isDirection(direction)
            && !Keywords.isDirection(first)
            && (Keywords.isType(first) || Keywords.isModifier(first) || type.startsWith("["));
    return goesOn ? direction + " " + type : type;
  }

  static String word(String type) {
    int blank = type.indexOf(' ');
    return blank < 0 ? type : type.substring(0, blank);
  }

  /** The text of some tokens, on one line. */
  String squeezed(int first, int last) {
    StringBuilder line = new StringBuilder();
    for (int i = first; i <= last && i < tokens.size() && line.length() < LONGEST; i++) {
      if (i > first && tokens.start(i) > tokens.end(i - 1)) {
        line.append(' ');
      }
      line.append(tokens.text(i));
    }
    return line.length() < LONGEST ? line.toString() : line.substring(0, LONGEST - 1) + "…";
  }
}
