package com.joyofhardware.agent.verilog;

import java.util.ArrayDeque;
import java.util.Deque;

/** Finds the comment that belongs to a declaration: the one beside it, else those right above. */
final class Comments {
  private static final int LONGEST = 2_000;

  private final Lexer.Lexed lexed;

  Comments(Lexer.Lexed lexed) {
    this.lexed = lexed;
  }

  /**
   * @param first where the declaration begins
   * @param name where its name ends
   */
  String of(int first, int name) {
    String beside = beside(name);
    return beside.isEmpty() ? above(first) : beside;
  }

  private String beside(int from) {
    String text = lexed.tokens().text();
    int line = text.indexOf('\n', from);
    int end = line < 0 ? text.length() : line;
    Tokens comments = lexed.comments();
    int i = comments.firstFrom(from);
    return i < comments.size() && comments.start(i) < end ? plain(comments.text(i)) : "";
  }

  private String above(int first) {
    String text = lexed.tokens().text();
    Tokens comments = lexed.comments();
    Deque<String> found = new ArrayDeque<>();
    int below = first;
    for (int i = comments.firstFrom(first) - 1; i >= 0; i--) {
      String between = text.substring(comments.end(i), below);
      boolean adjoining = between.isBlank() && between.chars().filter(c -> c == '\n').count() == 1;
      if (!adjoining || !startsItsLine(text, comments.start(i))) {
        break;
      }
      found.push(plain(comments.text(i)));
      below = comments.start(i);
    }
    return cut(String.join("\n", found));
  }

  private static boolean startsItsLine(String text, int at) {
    int line = text.lastIndexOf('\n', at) + 1;
    return text.substring(line, at).isBlank();
  }

  private static String plain(String comment) {
    if (comment.startsWith("//")) {
      return cut(comment.substring(2).strip());
    }
    String body = comment.substring(2, Math.max(2, comment.length() - 2));
    return cut(
        body.lines().map(String::strip).map(Comments::withoutStar).reduce("", Comments::join));
  }

  private static String join(String above, String below) {
    return above.isEmpty() ? below : above + "\n" + below;
  }

  private static String withoutStar(String line) {
    return line.startsWith("*") ? line.substring(1).strip() : line;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
