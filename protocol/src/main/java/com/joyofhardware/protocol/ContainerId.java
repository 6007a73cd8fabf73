package com.joyofhardware.protocol;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** A container or sandbox. On docker it is docker's own 64-digit id. */
public record ContainerId(String value) implements Identifier {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{12,64}");

  public ContainerId {
    Identifier.require(FORM, value, "container id", "it has 12 to 64 of a-z and 0-9");
  }

  public static ContainerId random(SecureRandom random) {
    return new ContainerId(RandomText.base32(random, 16));
  }

  @Override
  public String toString() {
    return value;
  }
}
