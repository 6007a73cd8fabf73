package com.joyofhardware.master.account;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with OWASP's first parameters (Password Storage Cheat Sheet): 19 MiB, two passes, one
 * lane.
 */
final class Passwords {
  static final int SHORTEST = 10;
  static final int LONGEST = 1024;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /**
   * Of a random password that nobody knows, with the parameters above. An unknown name is checked
   * against it, so that it takes as long as a wrong password.
   */
  static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$Wcs33N85ZAUFTKTCyLbStA$TOjCud01N4fbYjoSbfW1EeJwsFZ5HRAiFWsctMK7v9o";

  private final Argon2PasswordEncoder encoder =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);

  /** Each check takes memory and a core for a while: no more at once than there are cores. */
  private final Semaphore atOnce = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  String hash(String password) {
    return bounded(() -> String.valueOf(encoder.encode(password)));
  }

  boolean matches(String password, @Nullable String hash) {
    String against = hash == null ? NOBODYS : hash;
    boolean same =
        bounded(() -> password.length() <= LONGEST && encoder.matches(password, against));
    return same && hash != null;
  }

  /**
   * @throws JoyException BAD_REQUEST with what is wrong
   */
  static void check(String password, Name name) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "password: it has " + length + " characters; use at least " + SHORTEST);
    }
    if (password.length() > LONGEST) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "password: it is too long; use at most " + LONGEST);
    }
    if (password.toLowerCase(Locale.ROOT).equals(name.value())) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "password: it is the same as the name; choose another");
    }
    if (password.chars().distinct().count() < 3) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "password: it repeats one or two characters; choose another");
    }
  }

  private <T> T bounded(Supplier<T> work) {
    atOnce.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      atOnce.release();
    }
  }
}
