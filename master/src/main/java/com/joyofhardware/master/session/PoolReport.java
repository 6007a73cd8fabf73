package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts containers and those who wait for them, per size. */
final class PoolReport {
  private final Map<Pool, Integer> targets;
  private final List<ContainerRow> rows;
  private final Map<Pool, Integer> starting;
  private final List<SessionRow> sessions;

  PoolReport(
      Map<Pool, Integer> targets,
      List<ContainerRow> rows,
      Map<Pool, Integer> starting,
      List<SessionRow> sessions) {
    this.targets = targets;
    this.rows = rows;
    this.starting = starting;
    this.sessions = sessions;
  }

  List<Rest.Pool> tell(Reconciler reconciler) {
    return Arrays.stream(Size.values()).map(size -> of(size, reconciler)).toList();
  }

  private Rest.Pool of(Size size, Reconciler reconciler) {
    @Nullable String reason =
        targets.keySet().stream()
            .filter(pool -> pool.size() == size)
            .map(reconciler::trouble)
            .flatMap(Optional::stream)
            .distinct()
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining("; "), text -> text.isEmpty() ? null : text));
    return new Rest.Pool(
        size,
        sum(targets, size),
        count(size, ContainerLife.Starting.class) + sum(starting, size),
        count(size, ContainerLife.Warm.class),
        count(size, ContainerLife.Claimed.class),
        count(size, ContainerLife.Stopping.class),
        count(size, ContainerLife.Failed.class),
        queued(size),
        reason);
  }

  /** Who would take either size is counted where they would go first. */
  private int queued(Size size) {
    return (int)
        sessions.stream()
            .filter(it -> it.life() instanceof SessionLife.Queued)
            .filter(it ->
                switch (it.wanted()) {
                  case FULL, ANY -> size == Size.FULL;
                  case BURST -> size == Size.BURST;
                })
            .count();
  }

  private static int sum(Map<Pool, Integer> counts, Size size) {
    return counts.entrySet().stream()
        .filter(it -> it.getKey().size() == size)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private int count(Size size, Class<? extends ContainerLife> life) {
    return (int)
        rows.stream().filter(it -> it.pool().size() == size && life.isInstance(it.life())).count();
  }
}
