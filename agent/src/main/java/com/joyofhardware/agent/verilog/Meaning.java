package com.joyofhardware.agent.verilog;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a name in a text stands for, wherever in the project it is declared. */
public final class Meaning {
  private Meaning() {}

  /** Where the name at a place is declared; never throws, whatever the text. */
  public static Optional<Design.Place> of(
      Design design, String fileName, FileIndex file, String text, int offset) {
    Tokens tokens = Lexer.lex(text).tokens();
    int i = tokenAt(tokens, offset);
    return tokens.kind(i) == Tokens.STRING && tokens.text(i - 1).equals("`include")
        ? Includes.target(design, fileName, tokens.text(i))
        : at(design, fileName, file, tokens, i);
  }

  static Optional<Design.Place> at(
      Design design, String fileName, FileIndex file, Tokens tokens, int i) {
    if (tokens.kind(i) == Tokens.MACRO) {
      return design.macro(tokens.text(i).substring(1));
    }
    if (!tokens.isName(i)) {
      return Optional.empty();
    }
    String name = tokens.name(i);
    if (tokens.is(i - 1, '.')) {
      return member(design, fileName, file, tokens, i);
    }
    if (tokens.is(i - 1, ':') && tokens.is(i - 2, ':')) {
      return design.unit(tokens.name(i - 3)).flatMap(unit -> in(design, unit, name));
    }
    Optional<Design.Place> near =
        file.unitAt(tokens.start(i))
            .flatMap(unit ->
                unit.find(name, tokens.start(i))
                    .map(symbol -> new Design.Place(fileName, symbol, Optional.of(unit))));
    return near.or(() -> anywhere(design, name));
  }

  /** Outside the unit where it is used. */
  static Optional<Design.Place> anywhere(Design design, String name) {
    return unit(design, name).or(() -> design.loose(name)).or(() -> inPackages(design, name));
  }

  /** What is said of the name at a place, in Markdown. */
  public static Optional<String> hover(
      Design design, String fileName, FileIndex file, String text, int offset) {
    Tokens tokens = Lexer.lex(text).tokens();
    int i = tokenAt(tokens, offset);
    if (tokens.kind(i) == Tokens.STRING) {
      return Optional.empty();
    }
    if (tokens.kind(i) == Tokens.SYSTEM) {
      return Optional.ofNullable(Words.SYSTEM.get(tokens.text(i).substring(1)));
    }
    return of(design, fileName, file, text, offset).map(Meaning::words);
  }

  private static String words(Design.Place place) {
    Symbol symbol = place.symbol();
    Optional<Unit> self = place.unit().filter(unit -> unit.symbol().equals(symbol));
    String code = self.map(Instantiation::header).orElseGet(() -> code(symbol));
    String where =
        place
            .unit()
            .filter(unit -> self.isEmpty())
            .map(unit -> "\n" + symbol.kind().word() + " of `" + unit.name() + "`\n")
            .orElse("");
    String doc = symbol.doc().isEmpty() ? "" : "\n" + symbol.doc() + "\n";
    return "```verilog\n" + code + "\n```\n" + where + doc;
  }

  private static String code(Symbol symbol) {
    if (symbol.members().isEmpty()) {
      return symbol.declaration();
    }
    boolean values = symbol.members().get(0).kind() == SymbolKind.MEMBER;
    String inside =
        symbol.members().stream()
            .map(each -> values ? "  " + each.name() : "  " + each.declaration() + ";")
            .collect(Collectors.joining(values ? ",\n" : "\n"));
    String type = symbol.type().replaceFirst("\\{.*", "").strip();
    return type + " {\n" + inside + "\n} " + symbol.name() + ";";
  }

  /** The token at a place, or the one that ends there. */
  private static int tokenAt(Tokens tokens, int offset) {
    int i = tokens.firstFrom(offset);
    if (i < tokens.size() && tokens.start(i) == offset && tokens.kind(i) != Tokens.MARK) {
      return i;
    }
    return i > 0 && tokens.end(i - 1) >= offset ? i - 1 : -1;
  }

  private static Optional<Design.Place> member(
      Design design, String fileName, FileIndex file, Tokens tokens, int i) {
    String name = tokens.name(i);
    if (tokens.is(i - 2, '(') || tokens.is(i - 2, ',')) {
      return Connection.around(tokens, i - 1)
          .flatMap(connection -> design.unit(connection.unit()))
          .flatMap(unit -> in(design, unit, name));
    }
    return Insides.before(design, fileName, file, tokens, i - 1)
        .flatMap(insides -> insides.find(name));
  }

  static Optional<Design.Place> in(Design design, Unit unit, String name) {
    return unit.all()
        .filter(symbol -> symbol.name().equals(name))
        .findFirst()
        .flatMap(symbol -> design.place(unit, symbol));
  }

  private static Optional<Design.Place> unit(Design design, String name) {
    return design.unit(name).flatMap(unit -> design.place(unit, unit.symbol()));
  }

  private static Optional<Design.Place> inPackages(Design design, String name) {
    Stream<Unit> packages =
        design.units().filter(unit -> unit.symbol().kind() == SymbolKind.PACKAGE);
    return packages.flatMap(unit -> in(design, unit, name).stream()).findFirst();
  }
}
