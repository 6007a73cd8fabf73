package com.joyofhardware.master.session;

import java.time.Instant;
import java.util.Map;

/**
 * What should be.
 *
 * @param targets containers of each pool, claimed ones included
 * @param startsNow how many may be started now
 * @param notBefore pools whose last start failed
 */
record Wanted(Map<Pool, Integer> targets, int startsNow, Map<Pool, Instant> notBefore) {
  Wanted {
    targets = Map.copyOf(targets);
    notBefore = Map.copyOf(notBefore);
  }
}
