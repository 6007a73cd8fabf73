package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.master.node.PoolTargets;
import com.joyofhardware.protocol.ContainerId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings containers to what they should be: looks, plans, applies. Every look is at reality. */
final class Reconciler {
  private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

  private final ContainerEngine engine;
  private final ContainerTable containers;
  private final AgentWatch agents;
  private final Applier applier;
  private final PoolTargets targets;
  private final Pace pace;
  private final Timings timings;
  private final Clock clock;
  private volatile @Nullable String blind;

  Reconciler(
      ContainerEngine engine,
      ContainerTable containers,
      AgentWatch agents,
      Applier applier,
      PoolTargets targets,
      Pace pace,
      Timings timings,
      Clock clock) {
    this.engine = engine;
    this.containers = containers;
    this.agents = agents;
    this.applier = applier;
    this.targets = targets;
    this.pace = pace;
    this.timings = timings;
    this.clock = clock;
  }

  /** One round; what it began may go on after it. */
  CompletableFuture<List<Applier.Failure>> tick() {
    Optional<Observed> observed = observe();
    if (observed.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<Step> plan =
        PoolPlanner.plan(observed.get(), wanted(observed.get()), timings.startPatience());
    return applier.apply(plan);
  }

  /** Empty when the engine can't say: then nothing is concluded, about any container. */
  private Optional<Observed> observe() {
    long startsDone = applier.startsDone();
    Map<Pool, Integer> starting = applier.starting();
    Set<ContainerId> busy = new HashSet<>(applier.busy());
    List<ContainerRow> rows = containers.all();
    List<Container> listed;
    try {
      listed = engine.list();
    } catch (EngineException e) {
      if (blind == null) {
        LOG.log(System.Logger.Level.WARNING, "engine_list_failed", e);
      }
      blind = "the engine doesn't answer: " + e.getMessage();
      return Optional.empty();
    }
    blind = null;
    agents.watch(toWatch(rows, listed));
    boolean settled =
        starting.isEmpty() && applier.starting().isEmpty() && applier.startsDone() == startsDone;
    busy.addAll(applier.busy());
    return Optional.of(
        new Observed(clock.instant(), rows, listed, agents.views(), busy, starting, settled));
  }

  private List<AgentWatch.Target> toWatch(List<ContainerRow> rows, List<Container> listed) {
    Map<ContainerId, ContainerLife> known = new HashMap<>();
    rows.forEach(row -> known.put(row.id(), row.life()));
    List<AgentWatch.Target> targetsToWatch = new ArrayList<>();
    for (Container container : listed) {
      ContainerLife life = known.get(container.id());
      boolean waits =
          life == null
              || life instanceof ContainerLife.Starting
              || life instanceof ContainerLife.Warm;
      if (waits && container.phase() == Container.Phase.RUNNING) {
        targetsToWatch.add(
            new AgentWatch.Target(
                container.id(), container.address(), life != null, timings.startPatience()));
      }
    }
    return targetsToWatch;
  }

  private Wanted wanted(Observed observed) {
    int running = observed.starting().values().stream().mapToInt(Integer::intValue).sum();
    for (ContainerRow row : observed.rows()) {
      running += row.life() instanceof ContainerLife.Starting ? 1 : 0;
    }
    return new Wanted(
        poolTargets(), pace.allowance(running, observed.at()), applier.starts().notBefore());
  }

  Map<Pool, Integer> poolTargets() {
    Map<Pool, Integer> wanted = new HashMap<>();
    for (NodeCapacity node : engine.nodes()) {
      targets.of(node).forEach((size, count) -> wanted.put(new Pool(node.name(), size), count));
    }
    return wanted;
  }

  /** Why a pool isn't as it should be. */
  Optional<String> trouble(Pool pool) {
    String engineSilent = blind;
    if (engineSilent != null) {
      return Optional.of(engineSilent);
    }
    return applier
        .starts()
        .of(pool)
        .map(it -> it.times() + " starts failed, the last: " + it.why());
  }
}
