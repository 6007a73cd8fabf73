package com.joyofhardware.protocol;

import java.security.SecureRandom;

/** Random lower-case text for identifiers. */
final class RandomText {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private RandomText() {}

  static String base32(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
