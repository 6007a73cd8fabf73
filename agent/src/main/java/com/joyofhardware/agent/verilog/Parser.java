package com.joyofhardware.agent.verilog;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through a file's tokens once and picks out what is declared; everything else is passed over.
 * No text is refused: what is missing at its end or in its middle costs the names beside it.
 */
final class Parser {
  private final Tokens tokens;
  private final Comments comments;
  private final Declarations declarations;
  private final List<Unit> units = new ArrayList<>();
  private final List<Symbol> macros = new ArrayList<>();
  private final List<Symbol> loose = new ArrayList<>();

  Parser(Lexer.Lexed lexed) {
    this.tokens = lexed.tokens();
    this.comments = new Comments(lexed);
    this.declarations = new Declarations(tokens, comments);
  }

  FileIndex parse() {
    Body outside = new Body(tokens, declarations, comments, loose, List.of(), new ArrayList<>());
    int i = 0;
    while (i < tokens.size()) {
      if (startsUnit(i)) {
        i = unit(i);
      } else {
        i = Math.max(i + 1, outside.item(i));
      }
    }
    for (int d = 0; d < tokens.size(); d++) {
      if (tokens.kind(d) == Tokens.DEFINE) {
        macro(d);
      }
    }
    return new FileIndex(units, macros, loose, FileIndex.linesOf(tokens.text()));
  }

  private boolean startsUnit(int i) {
    return tokens.kind(i) == Tokens.WORD
        && Keywords.UNITS.contains(tokens.text(i))
        && !tokens.is(i - 1, "virtual")
        && !tokens.is(i - 1, "typedef")
        && !tokens.is(i - 1, "extern");
  }

  private int unit(int keyword) {
    int name = keyword + 1;
    while (tokens.is(name, "automatic") || tokens.is(name, "static") || tokens.is(name, "class")) {
      name++;
    }
    if (!tokens.isName(name)) {
      return keyword + 1;
    }
    List<Symbol> parameters = new ArrayList<>();
    List<Symbol> ports = new ArrayList<>();
    int i = header(name + 1, parameters, ports);
    List<Symbol> members = new ArrayList<>();
    List<Unit.Block> blocks = new ArrayList<>();
    Body body = new Body(tokens, declarations, comments, members, ports, blocks);
    String end = tokens.is(keyword, "macromodule") ? "endmodule" : "end" + tokens.text(keyword);
    boolean local = !parameters.isEmpty();
    boolean nests = tokens.is(keyword, "package") || tokens.is(keyword, "class");
    while (i < tokens.size() && !tokens.is(i, end)) {
      if (startsUnit(i) && !(nests && tokens.is(i, "class"))) {
        break; // its end is still to be typed
      }
      i = Math.max(i + 1, body.item(i));
    }
    members.removeIf(member -> {
      // with a list in the header those in the body can't be set (IEEE 1800-2017, 6.20.1)
      boolean settable = member.kind() == SymbolKind.PARAMETER && !local && !nests;
      if (settable) {
        parameters.add(member);
      }
      return settable;
    });
    int stop =
        i < tokens.size()
            ? (tokens.is(i, end) ? tokens.end(i) : tokens.start(i) - 1)
            : tokens.text().length();
    Symbol symbol =
        declarations.symbol(kind(tokens.text(keyword)), name, keyword, tokens.text(keyword), "");
    units.add(
        new Unit(symbol, tokens.start(keyword), stop, parameters, body.ports(), members, blocks));
    return tokens.is(i, end) ? i + 1 : i;
  }

  /** Imports, parameters, ports, to the first semicolon. */
  private int header(int from, List<Symbol> parameters, List<Symbol> ports) {
    int i = from;
    while (i < tokens.size() && !tokens.is(i, ';')) {
      if (tokens.is(i, "import")) {
        while (i < tokens.size() && !tokens.is(i, ';')) {
          i++;
        }
        i++;
      } else if (tokens.is(i, '#') && tokens.is(i + 1, '(')) {
        i = declarations.read(i + 2, "parameter", Parser::parameterKind, parameters);
      } else if (tokens.is(i, '(')) {
        i = declarations.read(i + 1, "", type -> SymbolKind.PORT, ports);
      } else if (tokens.kind(i) == Tokens.WORD && Keywords.endsDeclaration(tokens.text(i))) {
        return i;
      } else {
        i++;
      }
    }
    return i + 1;
  }

  private static SymbolKind parameterKind(String type) {
    return type.startsWith("localparam") ? SymbolKind.CONSTANT : SymbolKind.PARAMETER;
  }

  private static SymbolKind kind(String keyword) {
    return switch (keyword) {
      case "interface" -> SymbolKind.INTERFACE;
      case "package" -> SymbolKind.PACKAGE;
      case "class" -> SymbolKind.CLASS;
      default -> SymbolKind.MODULE;
    };
  }

  /** {@code `define NAME(a, b) body}. */
  private void macro(int i) {
    String text = tokens.text(i);
    int start = "`define".length();
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
      start++;
    }
    int end = start;
    while (end < text.length() && Lexer.isWord(text.charAt(end))) {
      end++;
    }
    if (end > start) {
      String value = text.substring(end).strip().replaceAll("\\s+", " ");
      macros.add(
          new Symbol(
              SymbolKind.MACRO,
              text.substring(start, end),
              "`define",
              value.length() > 120 ? value.substring(0, 119) + "…" : value,
              comments.of(tokens.start(i), tokens.end(i)),
              tokens.start(i) + start,
              tokens.start(i) + end));
    }
  }
}
