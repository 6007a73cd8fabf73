package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A world in which random things happen, and which does what the planner says. */
final class PlannedWorld {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Random random;
  private final Map<ContainerId, Container> engine = new LinkedHashMap<>();
  private final Map<ContainerId, ContainerRow> rows = new LinkedHashMap<>();
  private final Map<ContainerId, AgentView> agents = new HashMap<>();
  private final Map<Pool, Integer> targets = new HashMap<>();
  private final Set<ContainerId> everOwned = new HashSet<>();
  private Instant now = Instant.ofEpochSecond(1_000_000);
  private boolean calm;

  PlannedWorld(long seed) {
    random = new Random(seed);
    for (Size size : Size.values()) {
      targets.put(new Pool(TestingRows.NODE, size), random.nextInt(6));
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Nothing bad happens from now on, and every agent answers. */
  void calm() {
    calm = true;
  }

  void happen() {
    pass(Duration.ofSeconds(random.nextInt(8)));
    switch (random.nextInt(9)) {
      case 0 -> targets.replaceAll((_, count) -> Math.max(0, count + random.nextInt(5) - 2));
      case 1 -> any().ifPresent(it -> engine.put(it, as(engine.get(it), Phase.ENDED)));
      case 2 -> any().ifPresent(engine::remove);
      case 3 -> stray(AgentView.WARM);
      case 4 -> stray(AgentView.PERSONAL);
      case 5, 6 -> claimOne();
      case 7 -> endOneSession();
      default -> any().ifPresent(it -> agents.put(it, AgentView.SILENT));
    }
  }

  private Optional<ContainerId> any() {
    List<ContainerId> all = List.copyOf(engine.keySet());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void stray(AgentView view) {
    Container container = create(random.nextBoolean() ? Size.FULL : Size.BURST);
    agents.put(container.id(), view);
  }

  private Container create(Size size) {
    Container made = TestingRows.container(size, now);
    engine.put(made.id(), made);
    return made;
  }

  private void claimOne() {
    rows.values().stream()
        .filter(it -> it.life() instanceof ContainerLife.Warm)
        .findFirst()
        .ifPresent(it -> {
          assertThat(everOwned.add(it.id())).as("a second owner").isTrue();
          put(it, TestingRows.claimed(), true);
        });
  }

  private void endOneSession() {
    rows.values().stream()
        .filter(ContainerRow::wanted)
        .findFirst()
        .ifPresent(it -> put(it, it.life(), false));
  }

  private void put(ContainerRow row, ContainerLife life, boolean wanted) {
    rows.put(
        row.id(),
        new ContainerRow(row.id(), row.pool(), row.address(), life, row.started(), wanted));
  }

  private static Container as(Container container, Phase phase) {
    return new Container(
        container.id(),
        container.node(),
        container.size(),
        phase,
        container.address(),
        null,
        null,
        container.started(),
        "it fell over");
  }

  /** Plans, checks the plan, and does it. */
  List<Step> tick() {
    Map<ContainerId, AgentView> views = new HashMap<>();
    for (ContainerId id : engine.keySet()) {
      AgentView view = agents.get(id);
      ContainerRow row = rows.get(id);
      if (calm && view == AgentView.SILENT && row != null) {
        view = AgentView.WARM;
      }
      if (view == null && (calm || random.nextInt(3) > 0)) {
        view = AgentView.WARM;
        agents.put(id, view);
      }
      if (view != null) {
        views.put(id, view);
      }
    }
    int startsNow = 1 + random.nextInt(3);
    Observed observed =
        new Observed(
            now,
            List.copyOf(rows.values()),
            List.copyOf(engine.values()),
            views,
            Set.of(),
            Map.of(),
            true);
    List<Step> plan =
        PoolPlanner.plan(observed, new Wanted(targets, startsNow, Map.of()), PATIENCE);
    check(plan, startsNow);
    plan.forEach(this::apply);
    return plan;
  }

  private void check(List<Step> plan, int startsNow) {
    Set<ContainerId> meant = new HashSet<>();
    Set<ContainerId> there = new HashSet<>(rows.keySet());
    there.addAll(engine.keySet());
    Map<Pool, Integer> starts = new HashMap<>();
    for (Step step : plan) {
      switch (step) {
        case Step.Start(Pool pool) -> starts.merge(pool, 1, Integer::sum);
        case Step.Stop stop -> requireNotHeld(meant, stop.container());
        case Step.Fail fail -> requireNotHeld(meant, fail.container());
        case Step.Forget(ContainerId id) -> {
          requireNotHeld(meant, id);
          assertThat(engine).doesNotContainKey(id);
          there.remove(id);
        }
        case Step.Lost lost -> {
          assertThat(meant.add(lost.container())).isTrue();
          assertThat(rows.get(lost.container()).wanted()).isTrue();
          Container container = engine.get(lost.container());
          assertThat(container == null || container.phase() == Phase.ENDED).isTrue();
        }
        case Step.Ready ready -> assertThat(meant.add(ready.container())).isTrue();
        case Step.Adopt(Container container) -> {
          assertThat(meant.add(container.id())).isTrue();
          assertThat(rows).doesNotContainKey(container.id());
          assertThat(everOwned).doesNotContain(container.id());
        }
        case Step.Retry _ -> {}
      }
    }
    assertThat(starts.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(startsNow);
    starts.forEach((pool, count) ->
        assertThat(there.stream().filter(it -> poolOf(it).equals(pool)).count() + count)
            .as("containers of " + pool)
            .isLessThanOrEqualTo(targets.get(pool)));
  }

  private void requireNotHeld(Set<ContainerId> meant, ContainerId id) {
    assertThat(meant.add(id)).as("two steps for one container").isTrue();
    ContainerRow row = rows.get(id);
    assertThat(row != null && row.wanted()).as("a living session's container").isFalse();
  }

  private Pool poolOf(ContainerId id) {
    ContainerRow row = rows.get(id);
    if (row != null) {
      return row.pool();
    }
    Container container = engine.get(id);
    return new Pool(container.node(), container.size());
  }

  private void apply(Step step) {
    switch (step) {
      case Step.Start(Pool pool) -> {
        if (calm || random.nextInt(5) > 0) {
          add(create(pool.size()), new ContainerLife.Starting());
        }
      }
      case Step.Ready ready -> put(rows.get(ready.container()), new ContainerLife.Warm(), false);
      case Step.Adopt(Container container) -> add(container, new ContainerLife.Warm());
      case Step.Stop stop -> stop(stop.container());
      case Step.Fail fail -> stop(fail.container());
      case Step.Forget(ContainerId id) -> rows.remove(id);
      case Step.Lost lost ->
          put(
              rows.get(lost.container()),
              new ContainerLife.Stopping(Optional.of(lost.session()), lost.why()),
              false);
      case Step.Retry _ -> {}
    }
  }

  private void add(Container container, ContainerLife life) {
    rows.put(
        container.id(),
        new ContainerRow(
            container.id(),
            new Pool(container.node(), container.size()),
            container.address(),
            life,
            container.started(),
            false));
  }

  private void stop(ContainerId id) {
    if (!calm && random.nextInt(4) == 0) {
      ContainerRow row = rows.get(id);
      if (row != null) {
        put(row, new ContainerLife.Stopping(Optional.empty(), "a stop that failed"), false);
      }
      return;
    }
    engine.remove(id);
    rows.remove(id);
  }

  void requireTargetsMet() {
    List<SessionId> owners = new ArrayList<>();
    for (ContainerRow row : rows.values()) {
      if (row.life() instanceof ContainerLife.Claimed claimed) {
        owners.add(claimed.owner());
      }
    }
    assertThat(owners).doesNotHaveDuplicates();
    targets.forEach((pool, target) -> {
      long held =
          rows.values().stream().filter(it -> it.pool().equals(pool) && it.wanted()).count();
      long all = rows.values().stream().filter(it -> it.pool().equals(pool)).count();
      assertThat(all).as(pool.toString()).isEqualTo(Math.max(held, target));
    });
    assertThat(rows.keySet()).isEqualTo(engine.keySet());
  }
}
