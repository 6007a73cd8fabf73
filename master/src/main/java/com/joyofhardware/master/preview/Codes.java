package com.joyofhardware.master.preview;

import com.joyofhardware.master.account.Principal;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One-time codes, in memory alone: who is caught by a restart of the master within their minute
 * clicks again.
 */
final class Codes {
  private static final Duration GOOD = Duration.ofSeconds(Limits.PREVIEW_CODE_SECONDS);
  private static final int MOST = 10_000;
  private static final int BYTES = 24;

  /** What a code stands for. */
  record Handed(Principal principal, SessionId session, int port, Instant until) {}

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Handed> handed = new LinkedHashMap<>();

  Codes(InstantSource clock) {
    this.clock = clock;
  }

  synchronized String next(Principal principal, SessionId session, int port) {
    Instant now = clock.instant();
    // the oldest first; nobody's flood of codes fills the memory
    Iterator<Handed> oldest = handed.values().iterator();
    while (oldest.hasNext() && (!now.isBefore(oldest.next().until) || handed.size() >= MOST)) {
      oldest.remove();
    }
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    handed.put(code, new Handed(principal, session, port, now.plus(GOOD)));
    return code;
  }

  /** Uses a code up, also one that comes at the wrong place or too late. */
  synchronized Optional<Handed> take(String code, SessionId session, int port) {
    Handed found = handed.remove(code);
    return found != null
            && found.session.equals(session)
            && found.port == port
            && clock.instant().isBefore(found.until)
        ? Optional.of(found)
        : Optional.empty();
  }
}
