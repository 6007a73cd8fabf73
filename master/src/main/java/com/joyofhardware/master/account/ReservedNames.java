package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;
import java.util.Set;

/**
 * The one list of names that nobody may have, as a person's name is the first segment of addresses:
 * every first path segment of ours, and words that would pass for us.
 */
public final class ReservedNames {
  private static final Set<String> ALL =
      Set.of(
          // first path segments, those of parts that are still to come included
          "account",
          "admin",
          "api",
          "assets",
          "dashboard",
          "error",
          "flash",
          "git",
          "healthz",
          "ide",
          "login",
          "logout",
          "metrics",
          "nix",
          "readyz",
          "s",
          "setup",
          "signup",
          // words
          "joy",
          "localhost",
          "root",
          "shared");

  private ReservedNames() {}

  public static boolean contains(Name name) {
    return ALL.contains(name.value());
  }

  public static Set<String> all() {
    return ALL;
  }
}
