package com.joyofhardware.master.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may be limited to. */
public enum Scope {
  /** Everything the person may. */
  ALL,
  /** Fetch from and push to every repository of the person. */
  GIT,
  /** The REST calls, but no new tokens, keys or members. */
  API,
  /** Open tunnels to the person's sessions. */
  SESSION;

  /** As it is written on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Scope> parse(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
  }

  static String write(Set<Scope> scopes) {
    return scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(" "));
  }

  static Set<Scope> read(String text) {
    return Arrays.stream(text.split(" ", -1))
        .flatMap(word -> parse(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
