package com.joyofhardware.agent.verilog;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file names in {@code `include "…"}. */
final class Includes {
  private Includes() {}

  /** The string of an include directive that a place is in. */
  static Optional<Integer> at(Tokens tokens, int offset) {
    int i = tokens.firstFrom(offset) - 1;
    boolean inside =
        tokens.kind(i) == Tokens.STRING
            && tokens.text(i - 1).equals("`include")
            && tokens.start(i) < offset
            && (offset < tokens.end(i) || !isClosed(tokens.text(i)));
    return inside ? Optional.of(i) : Optional.empty();
  }

  private static boolean isClosed(String string) {
    return string.length() > 1 && string.endsWith("\"");
  }

  /** Headers first; relative to the file that includes, where compilers look first. */
  static List<Item> of(Design design, String from) {
    return design.files().keySet().stream()
        .filter(file -> !file.equals(from))
        .map(file -> {
          String name = relative(from, file);
          boolean header = name.toLowerCase(Locale.ROOT).endsWith("h");
          return new Item(name, Item.ItemKind.FILE, "", "", name, false, header ? 0 : 1);
        })
        .toList();
  }

  private static String relative(String from, String file) {
    Path folder = Path.of(from).getParent();
    return folder == null ? file : folder.relativize(Path.of(file)).toString();
  }

  /** The file that a directive names, as it is named or else the first one that ends so. */
  static Optional<Design.Place> target(Design design, String from, String string) {
    String name = string.substring(1, isClosed(string) ? string.length() - 1 : string.length());
    return design.files().keySet().stream()
        .filter(file -> !name.isEmpty() && relative(from, file).equals(name))
        .findFirst()
        .or(() ->
            design.files().keySet().stream()
                .filter(file -> !name.isEmpty() && file.endsWith("/" + name))
                .findFirst())
        .map(file ->
            new Design.Place(
                file,
                new Symbol(SymbolKind.MACRO, name, "`include", "", "", 0, 0),
                Optional.empty()));
  }
}
