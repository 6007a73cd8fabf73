package com.joyofhardware.agent.verilog;

import java.util.Set;

/** Takes any text apart; what makes no sense becomes marks of one character. */
final class Lexer {
  /** Directives that own the rest of their line. */
  private static final Set<String> LINES =
      Set.of("timescale", "default_nettype", "line", "pragma", "unconnected_drive");

  /** Directives that own the next word. */
  private static final Set<String> WORDS = Set.of("ifdef", "ifndef", "elsif", "undef");

  private final String text;
  private final Tokens tokens;
  private final Tokens comments;
  private int at;

  private Lexer(String text) {
    this.text = text;
    this.tokens = new Tokens(text);
    this.comments = new Tokens(text);
  }

  /** The tokens and, beside them, the comments. */
  record Lexed(Tokens tokens, Tokens comments) {
    /** Whether a place is inside a comment or a string: nothing is completed there. */
    boolean isProse(int offset) {
      return inside(comments, offset, true) || inside(tokens, offset, false);
    }

    private boolean inside(Tokens all, int offset, boolean comment) {
      int i = all.firstFrom(offset) - 1;
      if (i < 0 || all.start(i) >= offset || offset > all.end(i)) {
        return false;
      }
      if (comment) {
        // a line comment goes on to the end of its line
        return offset < all.end(i) || !all.text(i).endsWith("*/");
      }
      return all.kind(i) == Tokens.STRING
          && (offset < all.end(i) || all.text(i).length() == 1 || !all.text(i).endsWith("\""));
    }
  }

  static Lexed lex(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.at < text.length()) {
      lexer.next();
    }
    return new Lexed(lexer.tokens, lexer.comments);
  }

  private void next() {
    int start = at;
    char c = text.charAt(at);
    if (c <= ' ') {
      at++;
    } else if (c == '/' && peek(1) == '/') {
      at = endOfLine(at);
      comments.add(Tokens.COMMENT, start, at);
    } else if (c == '/' && peek(1) == '*') {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
      comments.add(Tokens.COMMENT, start, at);
    } else if (isWordStart(c)) {
      skipWord();
      tokens.add(Tokens.WORD, start, at);
    } else if (c == '\\') {
      while (at < text.length() && text.charAt(at) > ' ') {
        at++;
      }
      tokens.add(Tokens.WORD, start, at);
    } else if (c >= '0' && c <= '9') {
      number();
      tokens.add(Tokens.NUMBER, start, at);
    } else if (c == '"') {
      string();
      tokens.add(Tokens.STRING, start, at);
    } else if (c == '$' && isWord(peek(1))) {
      at++;
      skipWord();
      tokens.add(Tokens.SYSTEM, start, at);
    } else if (c == '`') {
      at++;
      directive(start);
    } else if (c == '\'' && isWord(peek(1))) {
      at++;
      skipWord();
      tokens.add(Tokens.NUMBER, start, at);
    } else {
      at++;
      tokens.add(Tokens.MARK, start, at);
    }
  }

  private void directive(int start) {
    int word = at;
    skipWord();
    String name = text.substring(word, at);
    if (name.equals("define")) {
      at = endOfContinuedLine(at);
      tokens.add(Tokens.DEFINE, start, at);
    } else if (LINES.contains(name)) {
      int comment = text.indexOf("//", at);
      int end = endOfLine(at);
      at = comment >= 0 && comment < end ? comment : end;
      tokens.add(Tokens.DIRECTIVE, start, at);
    } else if (WORDS.contains(name)) {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      skipWord();
      tokens.add(Tokens.DIRECTIVE, start, at);
    } else {
      tokens.add(Tokens.MACRO, start, at);
    }
  }

  /** With underscores, a fraction, an exponent, or a size before a base: {@code 8'hff}. */
  private void number() {
    while (isWord(peek(0)) || (peek(0) == '.' && isDigit(peek(1)))) {
      at++;
    }
    if (peek(0) == '\'' && isWord(peek(1))) {
      at++;
      while (isWord(peek(0)) || peek(0) == '?') {
        at++;
      }
    }
  }

  private void string() {
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(text.length(), at);
    if (peek(0) == '"') {
      at++;
    }
  }

  private void skipWord() {
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
  }

  private int endOfLine(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private int endOfContinuedLine(int from) {
    int end = endOfLine(from);
    while (end < text.length() && continues(end)) {
      end = endOfLine(end + 1);
    }
    return end;
  }

  private boolean continues(int end) {
    int last = text.charAt(end - 1) == '\r' ? end - 2 : end - 1;
    return last >= 0 && text.charAt(last) == '\\';
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  static boolean isWord(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
