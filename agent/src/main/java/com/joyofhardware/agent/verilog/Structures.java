package com.joyofhardware.agent.verilog;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code struct packed {…} a, b;} and unions, with their fields. */
final class Structures {
  private final Tokens tokens;
  private final Declarations declarations;

  Structures(Tokens tokens, Declarations declarations) {
    this.tokens = tokens;
    this.declarations = declarations;
  }

  boolean startsAt(int i) {
    return tokens.is(i, "struct") || tokens.is(i, "union");
  }

  /**
   * Gives the token after the semicolon, or where it must have been forgotten.
   *
   * @param keyword {@code struct} or {@code union}
   * @param first where the whole declaration begins, which a comment may stand above
   * @param kind what the names after the brace are
   */
  int read(int keyword, int first, SymbolKind kind, List<Symbol> into) {
    int open = keyword + 1;
    while (open < tokens.size() && !tokens.is(open, '{')) {
      if (tokens.is(open, ';') || endsHere(open)) {
        return open;
      }
      open++;
    }
    List<Symbol> fields = new ArrayList<>();
    int at = fields(open, fields);
    String type = declarations.squeezed(keyword, open - 1);
    boolean expected = true;
    while (at < tokens.size() && !tokens.is(at, ';') && !tokens.is(at, '}') && !endsHere(at)) {
      if (tokens.is(at, '[') || tokens.is(at, '(') || tokens.is(at, '{')) {
        at = Math.max(at + 1, tokens.afterMatching(at));
        continue;
      }
      if (expected && tokens.isName(at)) {
        into.add(declarations.symbol(kind, at, first, type, "").withMembers(fields));
        expected = false;
      }
      expected = expected || tokens.is(at, ',');
      at++;
    }
    return tokens.is(at, ';') ? at + 1 : at;
  }

  private int fields(int open, List<Symbol> into) {
    int at = open + 1;
    while (at < tokens.size() && !tokens.is(at, '}') && !endsHere(at)) {
      int next =
          startsAt(at)
              ? read(at, at, SymbolKind.FIELD, into)
              : declarations.read(at, "", type -> SymbolKind.FIELD, into);
      at = Math.max(at + 1, next);
    }
    return tokens.is(at, '}') ? at + 1 : at;
  }

  private boolean endsHere(int at) {
    return tokens.kind(at) == Tokens.WORD && Keywords.endsDeclaration(tokens.text(at));
  }
}
