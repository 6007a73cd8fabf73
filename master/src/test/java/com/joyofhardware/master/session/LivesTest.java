package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.SessionState;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LivesTest {
  private static final Instant NOW = Instant.ofEpochSecond(5);

  private static Hold hold(long n) {
    Container container = TestingRows.container(Size.FULL);
    return new Hold(
        container.id(), container.node(), container.size(), container.address(), new Claim(1, n));
  }

  /** What each state's public methods lead to. */
  private static Map<String, Set<String>> transitions(Class<?> life) {
    return Arrays.stream(life.getPermittedSubclasses())
        .collect(
            Collectors.toMap(
                Class::getSimpleName,
                state ->
                    Arrays.stream(state.getDeclaredMethods())
                        .filter(it -> !Modifier.isStatic(it.getModifiers()))
                        .map(Method::getReturnType)
                        .filter(life::isAssignableFrom)
                        .map(Class::getSimpleName)
                        .collect(Collectors.toSet())));
  }

  @Test
  void containersOnlyGoForward() {
    assertThat(transitions(ContainerLife.class))
        .isEqualTo(
            Map.of(
                "Starting", Set.of("Warm", "Stopping", "Failed"),
                "Warm", Set.of("Claimed", "Stopping", "Failed"),
                "Claimed", Set.of("Stopping"),
                "Stopping", Set.of("Gone"),
                "Failed", Set.of("Gone"),
                "Gone", Set.of()));
  }

  @Test
  void sessionsHaveTheseTransitionsAndNoOthers() {
    assertThat(transitions(SessionLife.class))
        .isEqualTo(
            Map.of(
                "Queued", Set.of("Starting", "Destroyed", "Failed"),
                "Starting", Set.of("Active", "Recovering", "Saving", "Failed"),
                "Recovering", Set.of("Starting", "Destroyed", "Failed"),
                "Active", Set.of("Dormant", "Recovering", "Saving"),
                "Dormant", Set.of("Active", "Recovering", "Saving"),
                "Saving", Set.of("Destroyed"),
                "Destroyed", Set.of(),
                "Failed", Set.of()));
  }

  @Test
  void aContainerIsKeptUntilTheSessionLetsGo() {
    Hold hold = hold(1);
    SessionLife.Active active = new SessionLife.Queued(1).claimed(hold).ready();

    assertThat(active.holds()).contains(hold);
    assertThat(active.quiet().touched().ended().holds()).contains(hold);
    assertThat(active.ended().saved(NOW, Optional.empty()).holds()).isEmpty();
    assertThat(active.lost(NOW, "gone").holds()).isEmpty();
  }

  @Test
  void aLostSessionIsToldAsStartingAndCountsItsFailedStarts() {
    SessionLife.Recovering first =
        new SessionLife.Starting(hold(1), 0).ready().lost(NOW, "it ended");
    SessionLife.Recovering second = first.claimed(hold(2)).lost(NOW, "again");

    assertThat(first.told()).isEqualTo(SessionState.STARTING);
    assertThat(first.attempts()).isZero();
    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.claimed(hold(3)).ready().lost(NOW, "later").attempts()).isZero();
  }

  @Test
  void claimedContainersRememberTheirOwnerWhenTheyStop() {
    SessionId owner = SessionId.random(TestingRows.RANDOM);

    assertThat(
            new ContainerLife.Starting()
                .ready()
                .claimed(owner, new Claim(1, 4))
                .released("its session ended")
                .last())
        .contains(owner);
  }
}
