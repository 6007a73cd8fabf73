package com.joyofhardware.master.session;

import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that live, and what is done for all of them each tick. */
final class SessionRegistry {
  private final Parts parts;
  private final ContainerTable containers;
  private final Map<SessionId, LiveSession> live = new ConcurrentHashMap<>();

  SessionRegistry(Parts parts, ContainerTable containers) {
    this.parts = parts;
    this.containers = containers;
  }

  /** Takes up what a master before this one left. */
  void load() {
    parts.table().living().forEach(row -> register(row, false));
  }

  /** A session that the caller has just opened. */
  LiveSession opened(SessionRow row) {
    return register(row, true);
  }

  /**
   * A session that the caller has found in the database; empty when it is over by now. Looked up
   * again where it isn't here: a row that is a moment old must not bring back what has ended.
   */
  Optional<LiveSession> found(SessionRow row) {
    LiveSession session =
        live.compute(
            row.id(),
            (id, known) ->
                known != null
                    ? known
                    : parts
                        .table()
                        .find(id)
                        .filter(it -> !it.life().isOver())
                        .map(it -> new LiveSession(parts, it, true))
                        .orElse(null));
    if (session != null) {
      session.over().thenAccept(it -> live.remove(it.id()));
    }
    return Optional.ofNullable(session);
  }

  private LiveSession register(SessionRow row, boolean attended) {
    LiveSession session =
        live.computeIfAbsent(row.id(), _ -> new LiveSession(parts, row, attended));
    session.over().thenAccept(it -> live.remove(it.id()));
    return session;
  }

  Optional<LiveSession> find(SessionId id) {
    return Optional.ofNullable(live.get(id));
  }

  Collection<LiveSession> all() {
    return live.values();
  }

  void lost(SessionId session, ContainerId container, String why) {
    find(session).ifPresent(it -> it.lost(container, why));
  }

  void upkeep() {
    live.values().forEach(LiveSession::upkeep);
  }

  /** Gives free containers to those who wait: who lost one first, then as they came. */
  void serve() {
    List<LiveSession> waiting =
        live.values().stream()
            .filter(it -> it.isWaiting(parts.clock().instant()))
            .sorted(
                Comparator.comparing(
                        (LiveSession it) -> it.row().life() instanceof SessionLife.Queued)
                    .thenComparingLong(it -> it.row().number()))
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    Map<Size, Integer> warm = containers.warm();
    boolean moved = false;
    for (LiveSession session : waiting) {
      if (fits(session, warm) && session.claim()) {
        moved = true;
        session.row().life().holds().ifPresent(hold -> warm.merge(hold.size(), -1, Integer::sum));
      }
    }
    if (moved) {
      tellPlaces(waiting);
    }
  }

  private static boolean fits(LiveSession session, Map<Size, Integer> warm) {
    int full = warm.getOrDefault(Size.FULL, 0);
    int burst = warm.getOrDefault(Size.BURST, 0);
    return switch (session.row().wanted()) {
      case FULL -> full > 0;
      case BURST -> burst > 0;
      case ANY -> full + burst > 0;
    };
  }

  private void tellPlaces(List<LiveSession> waiting) {
    for (LiveSession session : waiting) {
      SessionRow row = session.row();
      if (row.life() instanceof SessionLife.Queued && parts.feed().isFollowed(row.id())) {
        parts.feed().tell(parts.telling().tell(row));
      }
    }
  }
}
