package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do about containers, from what is and what should be; nothing else. A start is never
 * planned above a pool's target, everything that may still use the node's resources counted in. A
 * container that a living session holds is never stopped here: only its loss is stated.
 */
final class PoolPlanner {
  private final Observed observed;
  private final Wanted wanted;
  private final Duration patience;
  private final Map<ContainerId, Container> listed = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /** Containers that count for their pool. */
  private final Map<Pool, Integer> present = new HashMap<>();

  /** Of those, the ones that are on their way out. */
  private final Map<Pool, Integer> leaving = new HashMap<>();

  /** Containers nobody has, that may be stopped where there are too many. */
  private final Map<Pool, List<Spare>> spare = new HashMap<>();

  private record Spare(ContainerId id, Instant started) {}

  private PoolPlanner(Observed observed, Wanted wanted, Duration patience) {
    this.observed = observed;
    this.wanted = wanted;
    this.patience = patience;
  }

  /**
   * The steps to take now.
   *
   * @param patience how long a new container may take to answer
   */
  static List<Step> plan(Observed observed, Wanted wanted, Duration patience) {
    PoolPlanner planner = new PoolPlanner(observed, wanted, patience);
    planner.judge();
    planner.fill();
    return List.copyOf(planner.steps);
  }

  private void judge() {
    for (Container container : observed.listed()) {
      listed.put(container.id(), container);
    }
    Set<ContainerId> known = new HashSet<>();
    for (ContainerRow row : observed.rows()) {
      known.add(row.id());
      Container container = listed.get(row.id());
      switch (row.life()) {
        case ContainerLife.Starting _ -> starting(row, container);
        case ContainerLife.Warm _ -> warm(row, container);
        case ContainerLife.Claimed claimed -> claimed(row, claimed, container);
        case ContainerLife.Stopping stopping -> leaving(row, stopping.why(), container);
        case ContainerLife.Failed failed -> leaving(row, failed.why(), container);
        case ContainerLife.Gone _ -> steps.add(new Step.Forget(row.id()));
      }
    }
    for (Container container : observed.listed()) {
      if (!known.contains(container.id())) {
        stray(container);
      }
    }
  }

  private void starting(ContainerRow row, @Nullable Container container) {
    if (ended(row, container)) {
      return;
    }
    AgentView agent = observed.agents().get(row.id());
    if (agent == AgentView.PERSONAL) {
      fail(row, "its agent is somebody's already");
    } else if (agent == AgentView.WARM) {
      count(row.pool());
      steps.add(new Step.Ready(row.id(), row.pool()));
    } else if (row.started().plus(patience).isBefore(observed.at())) {
      fail(row, "its agent didn't answer within " + patience.toSeconds() + " s");
    } else {
      count(row.pool());
      spare(row.pool(), row.id(), row.started());
    }
  }

  private void warm(ContainerRow row, @Nullable Container container) {
    if (ended(row, container)) {
      return;
    }
    AgentView agent = observed.agents().get(row.id());
    if (agent == AgentView.SILENT) {
      fail(row, "its agent doesn't answer any more");
    } else if (Objects.requireNonNull(container).phase() == Phase.FROZEN) {
      fail(row, "it is frozen");
    } else {
      count(row.pool());
      spare(row.pool(), row.id(), row.started());
    }
  }

  /** Whether a container nobody has is over, which is then dealt with. */
  private boolean ended(ContainerRow row, @Nullable Container container) {
    if (container == null) {
      fail(row, "it is gone");
    } else if (container.phase() == Phase.ENDED) {
      fail(row, "it ended: " + container.detail());
    } else {
      return false;
    }
    return true;
  }

  private void fail(ContainerRow row, String why) {
    countLeaving(row.pool());
    steps.add(new Step.Fail(row.id(), row.pool(), why));
  }

  private void claimed(
      ContainerRow row, ContainerLife.Claimed claimed, @Nullable Container container) {
    if (!row.wanted()) {
      countLeaving(row.pool());
      if (!observed.busy().contains(row.id())) {
        steps.add(new Step.Stop(row.id(), "its session is over"));
      }
      return;
    }
    count(row.pool());
    if (container == null) {
      steps.add(new Step.Lost(row.id(), claimed.owner(), "its container is gone"));
    } else if (container.phase() == Phase.ENDED) {
      String why = "its container ended: " + container.detail();
      steps.add(new Step.Lost(row.id(), claimed.owner(), why));
    }
  }

  private void leaving(ContainerRow row, String why, @Nullable Container container) {
    if (observed.busy().contains(row.id())) {
      countLeaving(row.pool());
    } else if (container == null) {
      steps.add(new Step.Forget(row.id()));
    } else {
      countLeaving(row.pool());
      steps.add(new Step.Stop(row.id(), why));
    }
  }

  /** Listed, but in no row: of a master that died while it started it, or of another database. */
  private void stray(Container container) {
    Pool pool = new Pool(container.node(), container.size());
    AgentView agent = observed.agents().get(container.id());
    if (!observed.settled() || observed.busy().contains(container.id())) {
      count(pool);
    } else if (container.phase() != Phase.RUNNING) {
      stopStray(container, pool, "nobody knows it and it doesn't run");
    } else if (agent == null) {
      count(pool);
    } else if (agent != AgentView.WARM) {
      stopStray(container, pool, "nobody knows it and it isn't warm");
    } else if (useful(pool) >= target(pool)) {
      stopStray(container, pool, "nobody knows it and its pool is full");
    } else {
      count(pool);
      steps.add(new Step.Adopt(container));
    }
  }

  private void stopStray(Container container, Pool pool, String why) {
    countLeaving(pool);
    steps.add(new Step.Stop(container.id(), why));
  }

  /** Full pools first: they are what people get first. */
  private void fill() {
    int allowed = wanted.startsNow();
    Set<Pool> pools = new HashSet<>(wanted.targets().keySet());
    pools.addAll(spare.keySet());
    List<Pool> ordered =
        pools.stream()
            .sorted(
                Comparator.comparingInt((Pool pool) -> pool.size() == Size.FULL ? 0 : 1)
                    .thenComparing(pool -> pool.node().value()))
            .toList();
    for (Pool pool : ordered) {
      int there = present.getOrDefault(pool, 0) + observed.starting().getOrDefault(pool, 0);
      int missing = target(pool) - there;
      if (useful(pool) > target(pool)) {
        shrink(pool, useful(pool) - target(pool));
      }
      Instant notBefore = wanted.notBefore().get(pool);
      if (missing > 0 && notBefore != null && notBefore.isAfter(observed.at())) {
        steps.add(new Step.Retry(pool, notBefore));
        continue;
      }
      for (int i = 0; i < missing && allowed > 0; i++, allowed--) {
        steps.add(new Step.Start(pool));
      }
    }
  }

  /** The newest go first: the oldest have proved themselves. */
  private void shrink(Pool pool, int surplus) {
    spare.getOrDefault(pool, List.of()).stream()
        .sorted(Comparator.comparing(Spare::started).reversed())
        .limit(surplus)
        .forEach(it -> steps.add(new Step.Stop(it.id(), "its pool is too large")));
  }

  private int useful(Pool pool) {
    return present.getOrDefault(pool, 0) - leaving.getOrDefault(pool, 0);
  }

  private int target(Pool pool) {
    return wanted.targets().getOrDefault(pool, 0);
  }

  private void count(Pool pool) {
    present.merge(pool, 1, Integer::sum);
  }

  private void countLeaving(Pool pool) {
    count(pool);
    leaving.merge(pool, 1, Integer::sum);
  }

  private void spare(Pool pool, ContainerId id, Instant started) {
    spare.computeIfAbsent(pool, _ -> new ArrayList<>()).add(new Spare(id, started));
  }
}
