package com.joyofhardware.agent.verilog;

import java.util.List;
import java.util.regex.Pattern;

/**
 * After which characters proposals come by themselves. A bracket, a colon and a quote stand for
 * many things; where nothing is expected a list would only be in the way of the next key.
 */
public final class Triggers {
  public static final List<String> CHARACTERS = List.of(".", "`", "$", "(", ":", "\"");

  private static final Pattern CONNECTED = Pattern.compile("\\.\\s*[\\w$]+\\s*\\($");
  private static final Pattern INCLUDE = Pattern.compile("`include\\s+\"$");

  private Triggers() {}

  /**
   * Whether something is expected there.
   *
   * @param typed one of {@link #CHARACTERS}, right before the offset
   */
  public static boolean invites(String text, int offset, String typed) {
    int end = Math.clamp(offset, 0, text.length());
    String line = text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
    return switch (typed) {
      case "(" -> CONNECTED.matcher(line).find() || opensConnections(text, end);
      case ":" -> line.endsWith("::");
      case "\"" -> INCLUDE.matcher(line).find();
      default -> true;
    };
  }

  private static boolean opensConnections(String text, int offset) {
    Tokens tokens = Lexer.lex(text).tokens();
    return Connection.around(tokens, tokens.firstFrom(offset)).isPresent();
  }
}
