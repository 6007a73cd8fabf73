package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.protocol.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PoolPlannerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final Pool FULL = new Pool(TestingRows.NODE, Size.FULL);

  @Property(tries = 400)
  void whateverHappensThePlanKeepsItsPromisesAndConverges(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int events) {
    PlannedWorld world = new PlannedWorld(seed);
    for (int i = 0; i < events; i++) {
      world.happen();
      if (i % 3 == 0) {
        world.tick();
      }
    }
    world.calm();
    for (int i = 0; i < 40 && !world.tick().isEmpty(); i++) {
      world.pass(Duration.ofSeconds(2));
    }

    assertThat(world.tick()).as("a plan once all is well").isEmpty();
    world.requireTargetsMet();
  }

  private static Observed observed(
      List<ContainerRow> rows, List<Container> listed, Map<Pool, Integer> starting) {
    return new Observed(NOW, rows, listed, Map.of(), Set.of(), starting, starting.isEmpty());
  }

  private static Wanted wanted(int target, int startsNow, Map<Pool, Instant> notBefore) {
    return new Wanted(Map.of(FULL, target), startsNow, notBefore);
  }

  private static List<Step> plan(Observed observed, Wanted wanted) {
    return PoolPlanner.plan(observed, wanted, PATIENCE);
  }

  @Example
  void anEmptyPoolIsFilledAsFastAsThePaceAllows() {
    assertThat(plan(observed(List.of(), List.of(), Map.of()), wanted(5, 2, Map.of())))
        .containsExactly(new Step.Start(FULL), new Step.Start(FULL));
  }

  @Example
  void startsOnTheirWayCount() {
    assertThat(plan(observed(List.of(), List.of(), Map.of(FULL, 4)), wanted(5, 9, Map.of())))
        .containsExactly(new Step.Start(FULL));
  }

  @Example
  void aPoolWhoseLastStartFailedRests() {
    Instant later = NOW.plusSeconds(4);

    assertThat(plan(observed(List.of(), List.of(), Map.of()), wanted(5, 9, Map.of(FULL, later))))
        .containsExactly(new Step.Retry(FULL, later));
    assertThat(plan(observed(List.of(), List.of(), Map.of()), wanted(1, 9, Map.of(FULL, NOW))))
        .containsExactly(new Step.Start(FULL));
  }

  @Example
  void aStrayIsLetBeWhileItMayBeAStartThatIsJustBeingWrittenDown() {
    Container stray = TestingRows.container(Size.FULL);
    Observed unsettled =
        new Observed(
            NOW,
            List.of(),
            List.of(stray),
            Map.of(stray.id(), AgentView.WARM),
            Set.of(),
            Map.of(),
            false);

    assertThat(plan(unsettled, wanted(1, 9, Map.of()))).isEmpty();
  }

  @Example
  void warmStraysAreAdoptedAndOthersStopped() {
    Container warm = TestingRows.container(Size.FULL);
    Container owned = TestingRows.container(Size.FULL);
    Container unasked = TestingRows.container(Size.FULL);
    Observed seen =
        new Observed(
            NOW,
            List.of(),
            List.of(warm, owned, unasked),
            Map.of(warm.id(), AgentView.WARM, owned.id(), AgentView.PERSONAL),
            Set.of(),
            Map.of(),
            true);

    assertThat(plan(seen, wanted(2, 0, Map.of())))
        .containsExactly(
            new Step.Adopt(warm), new Step.Stop(owned.id(), "nobody knows it and it isn't warm"));
  }

  @Example
  void aContainerThatNeverAnswersFailsAndItsPoolRests() {
    Container container = TestingRows.container(Size.FULL);
    ContainerRow row =
        new ContainerRow(
            container.id(),
            FULL,
            container.address(),
            new ContainerLife.Starting(),
            NOW.minus(PATIENCE).minusSeconds(1),
            false);

    assertThat(plan(observed(List.of(row), List.of(container), Map.of()), wanted(1, 9, Map.of())))
        .containsExactly(
            new Step.Fail(container.id(), FULL, "its agent didn't answer within 60 s"));
  }

  @Example
  void aSmallerTargetStopsTheNewestWarmOnes() {
    Container old = TestingRows.container(Size.FULL);
    Container young = TestingRows.container(Size.FULL);
    List<ContainerRow> rows =
        List.of(
            new ContainerRow(old.id(), FULL, old.address(), new ContainerLife.Warm(), NOW, false),
            new ContainerRow(
                young.id(),
                FULL,
                young.address(),
                new ContainerLife.Warm(),
                NOW.plusSeconds(1),
                false));

    assertThat(plan(observed(rows, List.of(old, young), Map.of()), wanted(1, 9, Map.of())))
        .containsExactly(new Step.Stop(young.id(), "its pool is too large"));
  }

  @Example
  void anEndedContainerOfALivingSessionIsLostAndNotStopped() {
    Container container = TestingRows.container(Size.FULL);
    Container ended =
        new Container(
            container.id(),
            container.node(),
            container.size(),
            Phase.ENDED,
            container.address(),
            null,
            null,
            container.started(),
            "killed");
    ContainerLife.Claimed claimed = TestingRows.claimed();
    ContainerRow row =
        new ContainerRow(container.id(), FULL, container.address(), claimed, NOW, true);

    assertThat(plan(observed(List.of(row), List.of(ended), Map.of()), wanted(1, 9, Map.of())))
        .containsExactly(
            new Step.Lost(container.id(), claimed.owner(), "its container ended: killed"));
  }
}
