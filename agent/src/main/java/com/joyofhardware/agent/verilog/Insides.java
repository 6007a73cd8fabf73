package com.joyofhardware.agent.verilog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may follow a dot: the names inside an instance, an interface, or a variable of a structure.
 *
 * @param file where they are declared
 * @param unit in which, if in one
 */
record Insides(String file, Optional<Unit> unit, List<Symbol> symbols) {
  private static final Pattern TYPE_NAME = Pattern.compile("(?:(\\w+)\\s*::\\s*)?([A-Za-z_]\\w*)");
  private static final Pattern DIMENSION = Pattern.compile("\\[[^\\]]*\\]");

  /** A type that is another's name, and that again: more is a circle. */
  private static final int DEEPEST = 8;

  Insides {
    symbols = List.copyOf(symbols);
  }

  /** Of what stands before the dot, as {@code a.b[3]} does. */
  static Optional<Insides> before(
      Design design, String fileName, FileIndex file, Tokens tokens, int dot) {
    int name = dot - 1;
    while (tokens.is(name, ']')) {
      name = opening(tokens, name) - 1;
    }
    return tokens.isName(name)
        ? Meaning.at(design, fileName, file, tokens, name).flatMap(place -> of(design, place, 0))
        : Optional.empty();
  }

  private static Optional<Insides> of(Design design, Design.Place place, int depth) {
    Symbol symbol = place.symbol();
    if (!symbol.members().isEmpty()) {
      return Optional.of(new Insides(place.file(), place.unit(), symbol.members()));
    }
    Optional<Unit> self = place.unit().filter(unit -> unit.symbol().equals(symbol));
    if (self.isPresent()) {
      return Optional.of(new Insides(place.file(), self, self.get().all().toList()));
    }
    return depth == DEEPEST
        ? Optional.empty()
        : type(design, place)
            .filter(found -> !found.equals(place))
            .flatMap(found -> of(design, found, depth + 1));
  }

  /** Where the type of a symbol is declared, or the module of an instance. */
  private static Optional<Design.Place> type(Design design, Design.Place place) {
    Matcher names = TYPE_NAME.matcher(DIMENSION.matcher(place.symbol().type()).replaceAll(" "));
    while (names.find()) {
      String name = names.group(2);
      String from = names.group(1);
      if (from != null) {
        return design.unit(from).flatMap(unit -> Meaning.in(design, unit, name));
      }
      if (!Keywords.isReserved(name)) {
        return place
            .unit()
            .flatMap(unit -> Meaning.in(design, unit, name))
            .filter(found -> found.symbol().kind() == SymbolKind.TYPE)
            .or(() -> Meaning.anywhere(design, name));
      }
    }
    return Optional.empty();
  }

  private static int opening(Tokens tokens, int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      if (tokens.is(i, ']')) {
        depth++;
      } else if (tokens.is(i, '[') && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The one of a name, where it is declared. */
  Optional<Design.Place> find(String name) {
    return symbols.stream()
        .filter(symbol -> symbol.name().equals(name))
        .findFirst()
        .map(symbol -> new Design.Place(file, symbol, unit));
  }
}
