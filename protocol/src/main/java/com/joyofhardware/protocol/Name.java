package com.joyofhardware.protocol;

import java.util.regex.Pattern;

/** The name of a person or of a repository; unique ignoring case, so only lower case is allowed. */
public record Name(String value) implements Identifier {
  private static final Pattern FORM = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,38}");

  public Name {
    Identifier.require(
        FORM, value, "name", "use 1 to 39 of a-z, 0-9 and single dashes between them");
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
