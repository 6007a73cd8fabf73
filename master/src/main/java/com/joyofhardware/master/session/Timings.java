package com.joyofhardware.master.session;

import java.time.Duration;

/**
 * Every wait of this module; the defaults are the ones of the contract and the architecture.
 *
 * @param tick how often reality is listed again
 * @param openWait how long a request waits for its session to be active
 * @param savingWait how long a request waits for the session before it to be saved
 * @param startPatience how long a new container may take to answer
 * @param agentPatience how long the agent of a running container may be away
 * @param personalising how long a workspace may take to stand; gigabytes may have to be restored
 * @param lastSave how long the last save may take
 * @param frozenRetries how long it is tried again after that
 * @param shutdownSave how long all last saves of a shutdown may take
 * @param dormantAfter how long nobody has been connected
 * @param readable how long a session can be read after its end
 * @param credential how long a session's git token lives; renewed at half of that
 */
record Timings(
    Duration tick,
    Duration openWait,
    Duration savingWait,
    Duration startPatience,
    Duration agentPatience,
    Duration personalising,
    Duration lastSave,
    Duration frozenRetries,
    Duration shutdownSave,
    Duration dormantAfter,
    Duration readable,
    Duration credential) {
  /** Containers a session is tried in before it fails. */
  static final int ATTEMPTS = 5;

  static Timings defaults() {
    return new Timings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(90),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofMinutes(5),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofHours(2),
        Duration.ofHours(1));
  }
}
