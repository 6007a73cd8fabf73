package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.SessionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that die at every moment, saves that fail, and what must not be lost. */
@OnBothDatabases
class SessionSafetyTest {
  private final Database database;
  private TestingMaster master;

  SessionSafetyTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void begin(@TempDir Path folder) throws Exception {
    TestingRows.clear(database);
    master = new TestingMaster(database, folder);
    master.start();
    master.awaitWarm(3);
  }

  @AfterEach
  void end() {
    master.die();
  }

  private static ContainerSpec spec() {
    return new ContainerSpec(
        TestingRows.NODE, Size.BURST, new Resources(1, 1 << 20, 10, 1 << 20), "key");
  }

  @Test
  void aMasterThatRestartsGoesOnWithEverythingThatRuns() throws Exception {
    Rest.Session before = master.open(1);
    ContainerId container = master.container(before.id());
    master.die();
    master.agents.agent(container).typeUnseen("typed while the master was away");

    master.start();

    assertThat(master.sessions.routes())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.container()).isEqualTo(container);
          assertThat(it.claim()).isEqualTo(before.claim());
        });
    assertThat(master.session(before.id())).isEqualTo(before);
    TestingMaster.await(
        "the catch-up",
        () -> master.snapshots.kept(workspace()).contains("typed while the master was away"));
    master.agents.agent(container).type("typed after");
    assertThat(master.snapshots.kept(workspace()).getFirst()).isEqualTo("typed after");
    assertThat(master.engine.most()).isEqualTo(3);
  }

  private com.joyofhardware.master.repository.Snapshots.Workspace workspace() {
    return new com.joyofhardware.master.repository.Snapshots.Workspace(
        master.project.find(TestingProject.REF).orElseThrow(), 1, "main");
  }

  @Test
  void aMasterThatDiesBetweenClaimAndPersonaliseLeavesASessionThatTheNextOneStarts() {
    CountDownLatch never = new CountDownLatch(1);
    master.engine.all().forEach(it -> master.agents.agent(it).holdPersonalise = never);
    CompletableFuture<Rest.Session> asked = CompletableFuture.supplyAsync(() -> master.open(1));
    TestingMaster.await("the claim", () -> !master.sessions.routes().isEmpty());
    SessionId id = master.sessions.routes().getFirst().session();
    ContainerId first = master.container(id);
    Claim claim = master.session(id).claim();
    master.die();
    never.countDown();
    master.engine.all().forEach(it -> master.agents.agent(it).holdPersonalise = null);

    master.start();

    master.awaitState(id, SessionState.ACTIVE);
    assertThat(master.session(id).claim().isNewerThan(claim)).isTrue();
    assertThat(master.agent(id).content).isEqualTo(TestingProject.TREE);
    TestingMaster.await("the half-made one is stopped", () -> !master.engine.runs(first));
    assertThat(asked.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join().id())
        .isEqualTo(id);
  }

  @Test
  void aMasterThatDiesWhileItSavesLeavesTheSavingToTheNextOne() {
    SessionId id = master.open(1).id();
    TestingAgent agent = master.agent(id);
    agent.typeUnseen("last words");
    agent.holdSave = new CountDownLatch(1);
    master.sessions.end(id);
    assertThat(master.session(id).state()).isEqualTo(SessionState.SAVING);
    master.die();
    agent.holdSave = null;

    master.start();

    master.awaitState(id, SessionState.DESTROYED);
    assertThat(master.snapshots.kept(workspace())).contains("last words");
  }

  @Test
  void aMasterThatDiesBetweenSaveAndStopLeavesTheContainerToTheNextOne() {
    SessionId id = master.open(1).id();
    ContainerId container = master.container(id);
    master.engine.stopFails = true;
    master.sessions.end(id);
    master.awaitState(id, SessionState.DESTROYED);
    master.die();
    master.engine.stopFails = false;
    assertThat(master.engine.runs(container)).isTrue();

    master.start();

    TestingMaster.await("it is stopped", () -> !master.engine.runs(container));
    master.awaitWarm(3);
  }

  @Test
  void containersThatNoDatabaseKnowsAreAdoptedWhenWarmElseStopped() throws Exception {
    master.sessions.close(false);
    assertThat(master.engine.all()).isEmpty();
    master.burst = 2;
    ContainerId warm = master.engine.stray(spec());
    ContainerId owned = master.engine.stray(spec());
    master.agents.agent(owned).claim = new Claim(1, 3);

    master.start();
    master.awaitWarm(4);

    TestingMaster.await("the owned one is stopped", () -> !master.engine.runs(owned));
    assertThat(master.engine.runs(warm)).isTrue();
  }

  @Test
  void anAgentThatForgotItsSessionIsReplacedAndItsNewerFilesAreKept() throws Exception {
    SessionId id = master.open(1).id();
    ContainerId container = master.container(id);
    Claim claim = master.session(id).claim();
    master.agent(id).type("saved");
    Path file = master.engine.dir(container).resolve("workspace/top.v");
    Files.writeString(file, "newer than the snapshot");
    Files.createSymbolicLink(file.resolveSibling("link"), Path.of("/etc/shadow"));

    master.agents.restart(container);

    TestingMaster.await("a higher claim", () -> master.session(id).claim().isNewerThan(claim));
    master.awaitState(id, SessionState.ACTIVE);
    assertThat(master.agent(id).content).isEqualTo("saved");
    TestingMaster.await("the notice", () -> master.session(id).notice() != null);
    TestingMaster.await("it is stopped", () -> !master.engine.runs(container));
    try (Stream<Path> files = Files.walk(master.rescued)) {
      List<Path> found = files.filter(it -> it.endsWith("top.v")).toList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst()).hasContent("newer than the snapshot");
      assertThat(found.getFirst().resolveSibling("link")).isSymbolicLink();
    }
  }

  @Test
  void anAgentThatIsAwayForAMomentLosesNothing() {
    SessionId id = master.open(1).id();
    ContainerId container = master.container(id);
    Rest.Session before = master.session(id);

    master.agents.agent(container).cut();
    master.agents.mend(container);

    TestingMaster.await("the link", () -> canType(id));
    assertThat(master.session(id)).isEqualTo(before);
  }

  private boolean canType(SessionId id) {
    try {
      master.agent(id).type("here again");
      return true;
    } catch (IOException | RuntimeException e) {
      return false; // no link yet
    }
  }

  @Test
  void anAgentThatStaysAwayInARunningContainerIsReplaced() {
    SessionId id = master.open(1).id();
    Claim claim = master.session(id).claim();

    master.agent(id).cut();

    TestingMaster.await("a higher claim", () -> master.session(id).claim().isNewerThan(claim));
    master.awaitState(id, SessionState.ACTIVE);
  }

  @Test
  void whatCantBeSavedIsFrozenTriedAgainAndThenRescued() throws Exception {
    SessionId id = master.open(1).id();
    ContainerId container = master.container(id);
    Files.writeString(master.engine.dir(container).resolve("workspace/top.v"), "precious");
    master.agent(id).saveFails = true;

    master.sessions.end(id);
    CompletableFuture<Rest.Session> next = CompletableFuture.supplyAsync(() -> master.open(1));
    master.awaitState(id, SessionState.DESTROYED);

    assertThat(master.engine.calls())
        .containsSubsequence("freeze " + container, "thaw " + container, "freeze " + container);
    assertThat(master.session(id).reason()).contains("did not save").contains("rescued");
    try (Stream<Path> files = Files.walk(master.rescued)) {
      assertThat(files.filter(it -> it.endsWith("top.v")).findFirst().orElseThrow())
          .hasContent("precious");
    }
    assertThat(next.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join().id())
        .isNotEqualTo(id);
  }

  @Test
  void aSaveThatWorksAtASecondTryIsASave() {
    SessionId id = master.open(1).id();
    ContainerId container = master.container(id);
    TestingAgent agent = master.agent(id);
    agent.saveFails = true;
    agent.typeUnseen("slow disk");
    master.sessions.end(id);
    TestingMaster.await("a freeze", () -> master.engine.calls().contains("freeze " + container));
    agent.saveFails = false;

    master.awaitState(id, SessionState.DESTROYED);

    assertThat(master.session(id).reason()).isNull();
    assertThat(master.snapshots.kept(workspace())).contains("slow disk");
  }

  @Test
  void aSessionWhoseContainerDiesWhileItIsSavedEndsAndSaysSo() {
    SessionId id = master.open(1).id();
    TestingAgent agent = master.agent(id);
    agent.holdSave = new CountDownLatch(1);
    master.sessions.end(id);

    master.engine.kill(master.container(id));

    master.awaitState(id, SessionState.DESTROYED);
    assertThat(master.session(id).reason()).contains("what was saved before that is kept");
  }

  @Test
  void aShutdownSavesAndStopsEverythingAndNamesWhatItCouldNot() {
    SessionId saved = master.open(1).id();
    SessionId unsaved = master.open(2).id();
    ContainerId left = master.container(unsaved);
    master.agent(saved).typeUnseen("saved at the end");
    master.agent(unsaved).saveFails = true;
    master.agent(unsaved).typeUnseen("saved at the next start");

    List<Unsaved> named = master.sessions.close(false);

    assertThat(named).extracting(Unsaved::session).containsExactly(unsaved);
    assertThat(master.engine.all()).containsExactly(left);
    assertThat(master.snapshots.kept(workspace())).contains("saved at the end");
    assertThatThrownBy(() -> master.open(3))
        .isInstanceOfSatisfying(
            JoyException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.STOPPING));
    master.agents.agent(left).saveFails = false;
    master.start();
    master.awaitState(unsaved, SessionState.DESTROYED);
    assertThat(master.openActive(2).id()).isNotEqualTo(unsaved);
    assertThat(master.agent(master.open(2).id()).content).isEqualTo("saved at the next start");
  }

  @Test
  void afterARestoreEveryClaimIsAboveAllBefore() {
    Claim before = master.open(1).claim();
    master.die();
    SessionService.raiseEpoch(database);
    master.start();

    assertThat(master.openActive(2).claim().epoch()).isEqualTo(before.epoch() + 1);
  }
}
