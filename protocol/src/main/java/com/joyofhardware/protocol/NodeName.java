package com.joyofhardware.protocol;

import java.util.regex.Pattern;

/** A machine that runs containers. */
public record NodeName(String value) implements Identifier {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  public NodeName {
    Identifier.require(FORM, value, "node name", "use 1 to 63 of a-z, 0-9, dots and dashes");
  }

  @Override
  public String toString() {
    return value;
  }
}
