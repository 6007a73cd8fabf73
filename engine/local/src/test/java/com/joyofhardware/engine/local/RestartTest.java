package com.joyofhardware.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.engine.contract.AgentProbe;
import com.joyofhardware.engine.contract.Deadline;
import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found after things went wrong. */
final class RestartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Resources SMALL = new Resources(1, 384L << 20, 150, 96L << 20);

  @TempDir private Path folder;

  private LocalEngine open() throws Exception {
    return TestingEngine.open(folder, EgressPolicy.closed());
  }

  private Container startWithWork(LocalEngine engine) throws Exception {
    Container container = engine.start(TestingEngine.spec(Size.FULL, SMALL));
    AgentProbe.awaitHealthy(container.address(), PATIENCE);
    TestingAgent.run(container, "echo work >/workspace/file && sync");
    return container;
  }

  private static void kill(Container container) {
    HostProcesses.kill(container.pid());
    Deadline.await(PATIENCE, "end", () -> HostProcesses.identify(container.pid()).isEmpty());
  }

  @Test
  void afterARestartOfTheMachineTheFilesOfASandboxAreThereAndItHasEnded() throws Exception {
    Container container;
    SandboxFolder sandbox;
    try (LocalEngine engine = open()) {
      container = startWithWork(engine);
      sandbox = new SandboxFolder(container.dir().getParent().getParent());
      kill(container);
      Deadline.await(PATIENCE, "last word", () -> Files.exists(sandbox.ended()));
    }
    Disks.detach(sandbox);
    String state = Files.readString(sandbox.state());
    Files.writeString(sandbox.state(), state.replace(HostProcesses.bootId(), "an-earlier-boot"));
    try (LocalEngine engine = open()) {
      Container found = engine.list().getFirst();
      assertThat(found.phase()).isEqualTo(Phase.ENDED);
      assertThat(found.detail()).isEqualTo("the machine was started again");
      assertThat(found.dir().resolve("workspace/file")).hasContent("work");
      engine.stop(container.id());
      assertThat(engine.list()).isEmpty();
      assertThat(sandbox.path()).doesNotExist();
    }
  }

  @Test
  void aSandboxWhoseFilesWereRemovedIsListedAndStopped() throws Exception {
    try (LocalEngine engine = open()) {
      Container container = startWithWork(engine);
      kill(container);
      Commands.run(folder, List.of("rm", "-rf", container.dir().toString()));
      assertThat(container.dir()).doesNotExist();
      assertThat(engine.list().getFirst().phase()).isEqualTo(Phase.ENDED);
      engine.stop(container.id());
      assertThat(engine.list()).isEmpty();
    }
  }

  @Test
  void aStartThatWasCutShortIsListedAsEndedAndStopped() throws Exception {
    try (LocalEngine engine = open()) {
      Container container = startWithWork(engine);
      SandboxFolder sandbox = new SandboxFolder(container.dir().getParent().getParent());
      SandboxState state = SandboxState.read(sandbox.state());
      new SandboxState(
              state.id(),
              state.size(),
              state.resources(),
              state.uid(),
              state.created(),
              state.groups(),
              state.image(),
              state.boot(),
              null,
              null)
          .write(sandbox.state());
      assertThat(engine.list().getFirst().detail()).isEqualTo("its start was interrupted");
      engine.stop(container.id());
      assertThat(HostProcesses.ofUid(state.uid())).isEmpty();
      assertThat(engine.list()).isEmpty();
    }
  }

  @Test
  void aSandboxThatLostItsWholeFolderIsEndedByTheNextEngine() throws Exception {
    SandboxState state;
    SandboxFolder sandbox;
    try (LocalEngine engine = open()) {
      Container container = startWithWork(engine);
      sandbox = new SandboxFolder(container.dir().getParent().getParent());
      state = SandboxState.read(sandbox.state());
      Files.delete(sandbox.state());
    }
    try (LocalEngine engine = open()) {
      assertThat(engine.list()).isEmpty();
      assertThat(HostProcesses.ofUid(state.uid())).isEmpty();
      assertThat(sandbox.path()).doesNotExist();
      assertThat(state.controlGroups().paths()).allMatch(Files::notExists);
    }
  }

  @Test
  void aPidThatBelongsToAnotherByNowIsLeftAlone() throws Exception {
    Process bystander = new ProcessBuilder("sleep", "1000").start();
    try (LocalEngine engine = open()) {
      Container container = startWithWork(engine);
      SandboxFolder sandbox = new SandboxFolder(container.dir().getParent().getParent());
      kill(container);
      Deadline.await(PATIENCE, "last word", () -> Files.exists(sandbox.ended()));
      HostProcesses.Identity reused = new HostProcesses.Identity(bystander.pid(), 1);
      SandboxState.read(sandbox.state()).started(reused, reused).write(sandbox.state());
      assertThat(engine.list().getFirst().phase()).isEqualTo(Phase.ENDED);
      engine.stop(container.id());
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly().waitFor();
    }
  }
}
