package com.joyofhardware.agent.verilog;

import java.util.ArrayList;
import java.util.List;

/** What is declared between a unit's header and its end. */
final class Body {
  private final Tokens tokens;
  private final Declarations declarations;
  private final Comments comments;
  private final List<Symbol> members;
  private final List<Symbol> ports;
  private final List<Unit.Block> blocks;
  private final Structures structures;

  Body(
      Tokens tokens,
      Declarations declarations,
      Comments comments,
      List<Symbol> members,
      List<Symbol> ports,
      List<Unit.Block> blocks) {
    this.tokens = tokens;
    this.declarations = declarations;
    this.comments = comments;
    this.members = members;
    this.ports = new ArrayList<>(ports);
    this.blocks = blocks;
    this.structures = new Structures(tokens, declarations);
  }

  List<Symbol> ports() {
    return ports;
  }

  /** Takes what begins at a token; gives the token to go on with. */
  int item(int i) {
    if (tokens.kind(i) != Tokens.WORD) {
      return i + 1;
    }
    String word = tokens.text(i);
    if (tokens.is(i + 1, '\'')) {
      return i + 2; // a cast
    }
    return switch (word) {
      case "parameter" -> list(i, word, type -> SymbolKind.PARAMETER, members);
      case "localparam" -> list(i, word, type -> SymbolKind.CONSTANT, members);
      case "input", "output", "inout" -> portDeclaration(i);
      case "typedef" -> typedef(i);
      case "enum" -> enumeration(i);
      case "struct", "union" -> structures.read(i, i, SymbolKind.VARIABLE, members);
      case "function" -> block(i, SymbolKind.FUNCTION, "endfunction");
      case "task" -> block(i, SymbolKind.TASK, "endtask");
      case "import", "export", "modport", "extern", "pure" -> afterSemicolon(i);
      default -> {
        if (Keywords.isType(word)) {
          yield list(i, "", Body::kindOf, members);
        }
        yield tokens.isName(i) ? named(i) : i + 1;
      }
    };
  }

  private int list(int i, String inherited, Declarations.Kinds kinds, List<Symbol> into) {
    int first = tokens.is(i, inherited) ? i + 1 : i;
    int before = into.size();
    int next = declarations.read(first, inherited, kinds, into);
    if (first > i) {
      // the keyword is part of what people read: "parameter [7:0]"
      for (int at = before; at < into.size(); at++) {
        Symbol symbol = into.get(at);
        if (!symbol.type().startsWith(inherited)) {
          into.set(at, symbol.withType(inherited + " " + symbol.type(), ""));
        }
      }
    }
    return next;
  }

  private static SymbolKind kindOf(String type) {
    return switch (Declarations.word(type)) {
      case "genvar" -> SymbolKind.GENVAR;
      case "wire",
          "tri",
          "tri0",
          "tri1",
          "triand",
          "trior",
          "trireg",
          "wand",
          "wor",
          "uwire",
          "supply0",
          "supply1" ->
          SymbolKind.NET;
      default -> SymbolKind.VARIABLE;
    };
  }

  /** The declaration of a port whose name alone is in the header, as in Verilog-1995. */
  private int portDeclaration(int i) {
    List<Symbol> declared = new ArrayList<>();
    int next = declarations.read(i, "", type -> SymbolKind.PORT, declared);
    for (Symbol port : declared) {
      int known = 0;
      while (known < ports.size() && !ports.get(known).name().equals(port.name())) {
        known++;
      }
      if (known < ports.size()) {
        ports.set(known, ports.get(known).withType(port.type(), port.doc()));
      } else {
        members.add(port);
      }
    }
    return next;
  }

  /** {@code typedef … name;} */
  private int typedef(int i) {
    int at = i + 1;
    int name = -1;
    if (structures.startsAt(at)) {
      return structures.read(at, i, SymbolKind.TYPE, members);
    }
    List<Symbol> values = List.of();
    while (at < tokens.size() && !tokens.is(at, ';')) {
      if (tokens.is(at, "enum")) {
        int before = members.size();
        at = enumeration(at);
        values = List.copyOf(members.subList(before, members.size()));
        continue;
      }
      if (tokens.is(at, '{') || tokens.is(at, '[') || tokens.is(at, '(')) {
        at = afterBraces(at);
        continue;
      }
      if (at > i + 1
          && tokens.kind(at) == Tokens.WORD
          && Keywords.endsDeclaration(tokens.text(at))) {
        return at;
      }
      name = tokens.isName(at) ? at : name;
      at++;
    }
    if (name >= 0) {
      members.add(
          declarations
              .symbol(
                  SymbolKind.TYPE, name, i, declarations.squeezed(i, Math.min(name - 1, i + 3)), "")
              .withMembers(values));
    }
    return at + 1;
  }

  /** The names in {@code enum type {A, B = 3}}; gives the token after the brace. */
  private int enumeration(int i) {
    int open = i + 1;
    while (open < tokens.size() && !tokens.is(open, '{')) {
      if (tokens.is(open, ';')) {
        return open;
      }
      open++;
    }
    int end = tokens.afterMatching(open);
    boolean expected = true;
    for (int at = open + 1; at < end; at++) {
      if (expected && tokens.isName(at)) {
        members.add(declarations.symbol(SymbolKind.MEMBER, at, at, "enum", ""));
      }
      expected = tokens.is(at, ',');
    }
    return Math.max(i + 1, end);
  }

  /** A structure's members end in semicolons, which {@link Tokens#afterMatching} stops at. */
  private int afterBraces(int open) {
    if (!tokens.is(open, '{')) {
      return Math.max(open + 1, tokens.afterMatching(open));
    }
    int depth = 0;
    for (int at = open; at < tokens.size(); at++) {
      if (tokens.is(at, '{')) {
        depth++;
      } else if (tokens.is(at, '}') && --depth == 0) {
        return at + 1;
      } else if (tokens.is(at, "endmodule") || tokens.is(at, "endpackage")) {
        return at;
      }
    }
    return tokens.size();
  }

  private int block(int i, SymbolKind kind, String end) {
    int name = -1;
    int at = i + 1;
    while (at < tokens.size()
        && !tokens.is(at, ';')
        && !tokens.is(at, '(')
        && !tokens.is(at, end)) {
      if (tokens.is(at, '[')) {
        at = Math.max(at + 1, tokens.afterMatching(at));
        continue;
      }
      name = tokens.isName(at) ? at : name;
      at++;
    }
    List<Symbol> locals = new ArrayList<>();
    String type = name < 0 ? "" : declarations.squeezed(i, name - 1);
    if (tokens.is(at, '(')) {
      at = declarations.read(at + 1, "input", t -> SymbolKind.PORT, locals);
    }
    Body inner = new Body(tokens, declarations, comments, locals, List.of(), new ArrayList<>());
    while (at < tokens.size() && !tokens.is(at, end) && !endsUnit(at)) {
      at = Math.max(at + 1, inner.item(at));
    }
    int stop = at < tokens.size() ? tokens.end(at) : tokens.text().length();
    if (name >= 0) {
      members.add(declarations.symbol(kind, name, i, type, ""));
      blocks.add(new Unit.Block(tokens.start(i), stop, locals));
    }
    return tokens.is(at, end) ? at + 1 : at;
  }

  private boolean endsUnit(int at) {
    return tokens.is(at, "endmodule") || tokens.is(at, "module") || tokens.is(at, "endpackage");
  }

  /** An instance, {@code type #(…) name (…)}, or a variable of a type with a name. */
  private int named(int i) {
    int at = i + 1;
    if (tokens.is(at, ':') && tokens.is(at + 1, ':') && tokens.isName(at + 2)) {
      at += 3;
    }
    if (tokens.is(at, '#')) {
      at = tokens.is(at + 1, '(') ? tokens.afterMatching(at + 1) : at + 2;
    }
    if (!tokens.isName(at)) {
      return i + 1;
    }
    int bracket = tokens.is(at + 1, '[') ? tokens.afterMatching(at + 1) : at + 1;
    if (tokens.is(bracket, '(')) {
      members.add(declarations.symbol(SymbolKind.INSTANCE, at, i, tokens.name(i), ""));
      return bracket;
    }
    boolean variable =
        tokens.is(bracket, ';') || tokens.is(bracket, ',') || tokens.is(bracket, '=');
    return variable ? declarations.read(i, "", type -> SymbolKind.VARIABLE, members) : i + 1;
  }

  private int afterSemicolon(int i) {
    int at = i;
    while (at < tokens.size() && !tokens.is(at, ';')) {
      at++;
    }
    return at + 1;
  }
}
