package com.joyofhardware.protocol;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * A session. Lower-case letters and digits only: it is a DNS label in preview hosts ({@code
 * 3000--id.localhost}), where {@code --} separates it from the port.
 */
public record SessionId(String value) implements Identifier {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{8,32}");

  public SessionId {
    Identifier.require(FORM, value, "session id", "it has 8 to 32 of a-z and 0-9");
  }

  /** 80 random bits in base 32. */
  public static SessionId random(SecureRandom random) {
    return new SessionId(RandomText.base32(random, 16));
  }

  @Override
  public String toString() {
    return value;
  }
}
