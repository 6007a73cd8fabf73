package com.joyofhardware.agent.verilog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where in a project a name is used, its declaration included. */
public final class References {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  private References() {}

  /** One use; the offsets are of the name alone. */
  public record Use(String file, int start, int end) {}

  /** Whether something may be called that. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !Keywords.isReserved(text);
  }

  /**
   * In the order of the design's files.
   *
   * @param texts the text of a file of the design, empty when it is gone
   */
  public static List<Use> of(
      Design design, Design.Place place, Function<String, Optional<String>> texts) {
    List<Use> uses = new ArrayList<>();
    design
        .files()
        .forEach((name, file) ->
            texts
                .apply(name)
                .filter(text -> text.contains(place.symbol().name()))
                .ifPresent(text -> collect(design, place, name, file, text, uses)));
    return uses;
  }

  private static void collect(
      Design design,
      Design.Place place,
      String fileName,
      FileIndex file,
      String text,
      List<Use> uses) {
    Tokens tokens = Lexer.lex(text).tokens();
    Symbol wanted = place.symbol();
    boolean macro = wanted.kind() == SymbolKind.MACRO;
    boolean here = fileName.equals(place.file());
    for (int i = 0; i < tokens.size(); i++) {
      int start = macro ? macroAt(tokens, i, wanted) : wordAt(tokens, i, wanted.name());
      boolean declaration = here && start == wanted.start();
      if (start >= 0
          && (macro || declaration || leadsTo(place, design, fileName, file, tokens, i))) {
        uses.add(new Use(fileName, start, start + wanted.name().length()));
      }
    }
  }

  private static int wordAt(Tokens tokens, int i, String name) {
    return tokens.is(i, name) ? tokens.start(i) : -1;
  }

  /** In a use, in a {@code `define} and in an {@code `ifdef}. */
  private static int macroAt(Tokens tokens, int i, Symbol macro) {
    String name = macro.name();
    return switch (tokens.kind(i)) {
      case Tokens.MACRO -> tokens.text(i).equals("`" + name) ? tokens.start(i) + 1 : -1;
      case Tokens.DIRECTIVE ->
          tokens.text(i).matches("`\\w+\\s+" + Pattern.quote(name))
              ? tokens.end(i) - name.length()
              : -1;
      case Tokens.DEFINE ->
          tokens.text(i).matches("(?s)`define\\s+" + Pattern.quote(name) + "\\b.*")
              ? tokens.start(i) + tokens.text(i).indexOf(name, "`define".length())
              : -1;
      default -> -1;
    };
  }

  private static boolean leadsTo(
      Design.Place place, Design design, String fileName, FileIndex file, Tokens tokens, int i) {
    return Meaning.at(design, fileName, file, tokens, i)
        .filter(found ->
            found.file().equals(place.file()) && found.symbol().start() == place.symbol().start())
        .isPresent();
  }
}
