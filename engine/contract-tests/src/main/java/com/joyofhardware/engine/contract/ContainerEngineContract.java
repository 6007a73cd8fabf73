package com.joyofhardware.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Size;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every engine. */
public abstract class ContainerEngineContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(60);
  protected static final Resources SMALL = new Resources(1, 384L << 20, 150, 96L << 20);

  private static final String CONNECT =
      """
      perl -MIO::Socket::INET -e '
        $c = IO::Socket::INET->new("127.0.0.1:3000") or die "no answer: $!"; print <$c>'
      """;

  private @Nullable ContainerEngine engine;

  /** A new engine; each call over the same place, as after a restart of the process. */
  protected abstract ContainerEngine open() throws Exception;

  protected abstract ContainerSpec spec(Size size, Resources resources);

  /** What {@code sh -c line} prints in the container, both streams; it may fail. */
  protected abstract String run(Container container, String line) throws IOException;

  /**
   * A command whose process opens the engine over the same place, starts a container, prints its id
   * as a line and then uses the engine until it is killed.
   */
  protected abstract List<String> processThatStartsOne();

  /** Fails where the stopped container left a process, a file or anything else. */
  protected abstract void assertNothingIsLeft(Container stopped) throws Exception;

  protected ContainerEngine engine() {
    return Objects.requireNonNull(engine);
  }

  @BeforeEach
  void openEngine() throws Exception {
    engine = open();
  }

  @AfterEach
  void stopEverything() throws Exception {
    if (engine != null) {
      for (Container container : engine.list()) {
        engine.stop(container.id());
      }
      engine.close();
    }
  }

  protected Container startHealthy(Resources resources) throws EngineException {
    Container container = engine().start(spec(Size.BURST, resources));
    AgentProbe.awaitHealthy(container.address(), PATIENCE);
    return container;
  }

  protected Optional<Container> listed(ContainerId id) throws EngineException {
    return engine().list().stream().filter(container -> container.id().equals(id)).findFirst();
  }

  @Test
  void aStartedContainerIsListedAndItsAgentAnswers() throws Exception {
    Container container = startHealthy(SMALL);
    Container listed = listed(container.id()).orElseThrow();
    assertThat(listed).isEqualTo(container);
    assertThat(listed.phase()).isEqualTo(Phase.RUNNING);
    assertThat(listed.size()).isEqualTo(Size.BURST);
    assertThat(engine().nodes()).anyMatch(node -> node.name().equals(listed.node()));
  }

  @Test
  void stopLeavesNothingAndMayBeCalledAgain() throws Exception {
    Container container = startHealthy(SMALL);
    run(container, "echo work >file; (sleep 1000 &) >/dev/null 2>&1");
    engine().stop(container.id());
    assertThat(engine().list()).isEmpty();
    assertNothingIsLeft(container);
    engine().stop(container.id());
  }

  @Test
  void aContainerThatEndedIsListedWithTheReasonUntilItIsStopped() throws Exception {
    Container container = startHealthy(SMALL);
    run(container, "echo work >file");
    firstProcess(container).destroyForcibly();
    Deadline.await(
        PATIENCE,
        "end of the container",
        () -> listed(container.id()).orElseThrow().phase() == Phase.ENDED);
    Container ended = listed(container.id()).orElseThrow();
    assertThat(ended.detail()).isNotBlank();
    assertThat(ended.pid()).isNull();
    assertThat(ended.dir()).isEqualTo(container.dir());
    assertThatThrownBy(() -> engine().freeze(container.id())).isInstanceOf(EngineException.class);
    engine().stop(container.id());
    assertNothingIsLeft(container);
  }

  @Test
  void aFrozenContainerStandsStillAndGoesOn() throws Exception {
    Container container = startHealthy(SMALL);
    run(container, "(while :; do :; done) >/dev/null 2>&1 &");
    engine().freeze(container.id());
    assertThat(listed(container.id()).orElseThrow().phase()).isEqualTo(Phase.FROZEN);
    Duration frozen = processorTime(container);
    long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
    while (System.nanoTime() < end) {
      assertThat(processorTime(container)).isEqualTo(frozen);
    }
    engine().freeze(container.id());
    engine().thaw(container.id());
    assertThat(listed(container.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    assertThat(AgentProbe.healthy(container.address())).isTrue();
    Deadline.await(
        PATIENCE, "work after the thaw", () -> processorTime(container).compareTo(frozen) > 0);
    engine().thaw(container.id());
  }

  @Test
  void aFrozenContainerCanBeStopped() throws Exception {
    Container container = startHealthy(SMALL);
    engine().freeze(container.id());
    engine().stop(container.id());
    assertNothingIsLeft(container);
  }

  @Test
  void aForkBombStaysInside() throws Exception {
    Container bombed = startHealthy(SMALL);
    Container other = startHealthy(SMALL);
    runIfItCan(bombed, "(bomb() { bomb | bomb & }; bomb) >/dev/null 2>&1 & sleep 2");
    assertThat(run(other, "echo fine")).isEqualTo("fine\n");
    engine().stop(bombed.id());
    assertNothingIsLeft(bombed);
  }

  @Test
  void aMemoryBombEndsInside() throws Exception {
    Container bombed = startHealthy(SMALL);
    Container other = startHealthy(SMALL);
    runIfItCan(bombed, "head -c 3000000000 /dev/zero | tail -c 2900000000 | wc -c");
    assertThat(run(other, "echo fine")).isEqualTo("fine\n");
    AgentProbe.awaitHealthy(bombed.address(), PATIENCE);
  }

  @Test
  void aFullDiskStaysInside() throws Exception {
    Container full = startHealthy(SMALL);
    Container other = startHealthy(SMALL);
    String written = run(full, "head -c 300000000 /dev/zero >big; wc -c <big");
    assertThat(Long.parseLong(written.lines().toList().getLast().strip()))
        .isLessThanOrEqualTo(SMALL.disk());
    assertThat(run(other, "echo work >file && cat file")).isEqualTo("work\n");
    assertThat(run(full, "rm big && echo again >file && cat file")).isEqualTo("again\n");
  }

  @Test
  void twoContainersListenOnTheSamePort() throws Exception {
    Container one = startHealthy(SMALL);
    Container two = startHealthy(SMALL);
    for (Container container : List.of(one, two)) {
      run(container, listen(container.id()));
    }
    for (Container container : List.of(one, two)) {
      assertThat(run(container, CONNECT)).isEqualTo(container.id().value());
    }
  }

  @Test
  void containersStartTogether() throws Exception {
    List<Future<Container>> starts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        starts.add(threads.submit(() -> startHealthy(SMALL)));
      }
    }
    List<ContainerId> ids = new ArrayList<>();
    for (Future<Container> start : starts) {
      ids.add(start.resultNow().id());
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(engine().list()).extracting(Container::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void whatRunsOutlivesTheProcessThatStartedIt() throws Exception {
    Process user = new ProcessBuilder(processThatStartsOne()).redirectErrorStream(false).start();
    String line;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(user.getInputStream(), StandardCharsets.UTF_8))) {
      line = output.readLine();
    }
    assertThat(line).as("id of the container that the other process started").isNotNull();
    ContainerId id = new ContainerId(line);
    user.destroyForcibly().waitFor();

    ContainerEngine next = open();
    Container found =
        next.list().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    assertThat(found.phase()).isEqualTo(Phase.RUNNING);
    AgentProbe.awaitHealthy(found.address(), PATIENCE);
    next.stop(id);
    assertThat(next.list()).isEmpty();
    assertNothingIsLeft(found);
    next.close();
  }

  /** A line that ends once something listens on port 3000 and answers with this id. */
  private static String listen(ContainerId id) {
    return """
    perl -MIO::Socket::INET -e '
      $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 3000, Listen => 5)
          or die "no socket: $!";
      exit if fork;
      close STDOUT; close STDERR;
      while ($c = $s->accept) { print $c "%s"; close $c }'
    """
        .formatted(id);
  }

  /** The agent may be among what a bomb hits. */
  private void runIfItCan(Container container, String line) {
    try {
      run(container, line);
    } catch (IOException hit) {
      assertThat(hit).isNotNull();
    }
  }

  private static ProcessHandle firstProcess(Container container) {
    return ProcessHandle.of(Objects.requireNonNull(container.pid())).orElseThrow();
  }

  private static Duration processorTime(Container container) {
    return firstProcess(container)
        .descendants()
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
