package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which log-ins and tokens got a ticket for which session lately. */
final class OpenGrants {
  private static final Duration LATELY = Duration.ofSeconds(Limits.TICKET_SECONDS);

  private final InstantSource clock;
  private final Instant since;
  private final Map<SessionId, Map<String, Instant>> tickets = new ConcurrentHashMap<>();

  OpenGrants(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  void used(SessionId session, String grant) {
    tickets.computeIfAbsent(session, _ -> new ConcurrentHashMap<>()).put(grant, clock.instant());
  }

  /** Drops what is of no use any more. */
  void clean() {
    Instant lately = clock.instant().minus(LATELY);
    tickets.values().forEach(grants -> grants.values().removeIf(it -> it.isBefore(lately)));
    tickets.values().removeIf(Map::isEmpty);
  }

  /**
   * Whether nobody else has it open. Tickets of the master before this one are not known here: a
   * session of its time counts as open by others until those tickets are over.
   */
  boolean isOpenOnlyBy(SessionId session, Instant created, String grant) {
    Instant lately = clock.instant().minus(LATELY);
    if (created.isBefore(since) && since.isAfter(lately)) {
      return false;
    }
    return tickets.getOrDefault(session, Map.of()).entrySet().stream()
        .noneMatch(it -> !it.getKey().equals(grant) && it.getValue().isAfter(lately));
  }
}
