package com.joyofhardware.agent.verilog;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names of a project that people look for without knowing the file. */
public final class ProjectSymbols {
  /** Of what is in a unit; its nets and variables are many, and their names say little outside. */
  private static final Set<SymbolKind> INSIDE =
      Set.of(SymbolKind.FUNCTION, SymbolKind.TASK, SymbolKind.TYPE, SymbolKind.INSTANCE);

  private ProjectSymbols() {}

  /** Those whose name has the letters of the query in its order, as quick open does. */
  public static Stream<Design.Place> matching(Design design, String query, int most) {
    String letters = query.toLowerCase(Locale.ROOT);
    return design.files().entrySet().stream()
        .flatMap(file -> of(file.getKey(), file.getValue()))
        .filter(place -> matches(place.symbol().name().toLowerCase(Locale.ROOT), letters))
        .limit(most);
  }

  private static Stream<Design.Place> of(String name, FileIndex file) {
    Stream<Design.Place> units =
        file.units().stream()
            .flatMap(unit ->
                Stream.concat(
                    Stream.of(new Design.Place(name, unit.symbol(), Optional.empty())),
                    unit.members().stream()
                        .filter(symbol -> INSIDE.contains(symbol.kind()))
                        .map(symbol -> new Design.Place(name, symbol, Optional.of(unit)))));
    Stream<Design.Place> outside =
        Stream.concat(file.macros().stream(), file.loose().stream())
            .map(symbol -> new Design.Place(name, symbol, Optional.empty()));
    return Stream.concat(units, outside);
  }

  private static boolean matches(String name, String letters) {
    int at = 0;
    for (int i = 0; i < name.length() && at < letters.length(); i++) {
      if (name.charAt(i) == letters.charAt(at)) {
        at++;
      }
    }
    return at == letters.length();
  }
}
