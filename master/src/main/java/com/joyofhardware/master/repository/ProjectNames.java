package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import java.util.Locale;
import java.util.Set;

/** What a project may be called. */
final class ProjectNames {
  /** Second segments of our own under a person's name: {@code /nix/{owner}/push} and its like. */
  private static final Set<String> RESERVED =
      Set.of("push", "nix-cache-info", "nar", "log", "debuginfo", "realisations", "git", "shared");

  private ProjectNames() {}

  static Name check(String name) {
    if (name.toLowerCase(Locale.ROOT).endsWith(".git")) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "'"
              + name
              + "' can't be a project's name: its address ends in .git anyway; leave it out");
    }
    if (!Name.isValid(name)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "'"
              + name
              + "' can't be a project's name; use 1 to 39 of a-z, 0-9 and single dashes between"
              + " them");
    }
    if (RESERVED.contains(name)) {
      throw new JoyException(
          ErrorCode.NAME_RESERVED, "the name '" + name + "' is used by the site; choose another");
    }
    return new Name(name);
  }
}
