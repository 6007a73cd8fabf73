package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever runs the master's process: administrates through a token that lives as long as the
 * process. No account stands behind it ({@code root} is reserved), so it owns nothing.
 */
public final class Operator {
  public static final Person PERSON = new Person(0, new Name("root"), "Operator", "", true);

  private static final Principal PRINCIPAL = new Principal(PERSON, "operator", Set.of(Scope.ALL));

  private final String token;

  Operator(Secrets secrets) {
    token = Tokens.PREFIX + secrets.next();
  }

  /** For the command line on the same machine, never for a log. */
  public String token() {
    return token;
  }

  Optional<Principal> byToken(String candidate) {
    return Secrets.same(token, candidate) ? Optional.of(PRINCIPAL) : Optional.empty();
  }
}
