package com.joyofhardware.agent.search;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ripgrep's command lines. What a client says is only ever a value, never an option. */
final class Arguments {
  /** What every search has in common: nothing from the person's settings, no link followed. */
  private static final List<String> COMMON =
      List.of(
          "rg",
          "--no-config",
          "--no-messages",
          "--no-follow",
          "--hidden",
          "--no-require-git",
          "--no-ignore-parent",
          "--no-ignore-global",
          "--threads=4");

  private Arguments() {}

  static List<String> text(Search.Text search) {
    require(!search.pattern().isEmpty(), "there is nothing to search for: the pattern is empty");
    checkValue(search.pattern(), "pattern");
    List<String> all = new ArrayList<>(COMMON);
    all.addAll(
        List.of(
            "--json", "--crlf", "--engine=auto", "--max-filesize=" + Limits.SEARCH_LARGEST_FILE));
    all.add(search.caseSensitive() ? "--case-sensitive" : "--ignore-case");
    if (search.word()) {
      all.add("--word-regexp");
    }
    boolean lines = search.multiline() || search.pattern().indexOf('\n') >= 0;
    if (lines) {
      all.add("--multiline");
    }
    if (!search.regex() && !lines) {
      all.add("--fixed-strings");
    }
    scope(all, search.scope());
    boolean literalLines = !search.regex() && lines;
    all.add("--regexp=" + (literalLines ? escapedLines(search.pattern()) : search.pattern()));
    all.addAll(List.of("--", "."));
    return all;
  }

  static List<String> files(Search.Scope scope) {
    List<String> all = new ArrayList<>(COMMON);
    all.addAll(List.of("--files", "--null"));
    scope(all, scope);
    all.addAll(List.of("--", "."));
    return all;
  }

  private static void scope(List<String> all, Search.Scope scope) {
    int globs = scope.includes().size() + scope.excludes().size();
    require(
        globs <= Limits.MAX_SEARCH_GLOBS,
        "a search has at most " + Limits.MAX_SEARCH_GLOBS + " globs, not " + globs);
    Stream.concat(scope.includes().stream(), scope.excludes().stream())
        .forEach(glob -> checkValue(glob, "glob"));
    if (!scope.ignoreFiles()) {
      all.add("--no-ignore");
    }
    // the last glob that fits decides, and a leading '!' would turn an include around
    scope
        .includes()
        .forEach(glob -> all.add("--glob=" + (glob.startsWith("!") ? "\\" : "") + glob));
    scope.excludes().forEach(glob -> all.add("--glob=!" + glob));
    all.add("--glob=!.joy-partial-*");
  }

  /** A text of several lines as a regular expression; either kind of line end fits. */
  private static String escapedLines(String text) {
    StringBuilder regex = new StringBuilder();
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> {
          if (c == '\n') {
            regex.append("\\r?\\n");
          } else {
            if ("\\.+*?()|[]{}^$#&-~".indexOf(c) >= 0) {
              regex.append('\\');
            }
            regex.appendCodePoint(c);
          }
        });
    return regex.toString();
  }

  private static void checkValue(String value, String what) {
    require(value.indexOf('\0') < 0, "the " + what + " holds a NUL character");
    require(
        value.length() <= Limits.SEARCH_PATTERN,
        "the " + what + " is longer than " + Limits.SEARCH_PATTERN + " characters");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new JoyException(ErrorCode.BAD_REQUEST, otherwise);
    }
  }
}
