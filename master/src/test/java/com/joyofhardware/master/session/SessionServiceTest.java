package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.Ticket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class SessionServiceTest {
  private final Database database;
  private TestingMaster master;

  SessionServiceTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void begin(@TempDir Path folder) throws Exception {
    TestingRows.clear(database);
    master = new TestingMaster(database, folder);
  }

  @AfterEach
  void end() {
    master.die();
  }

  private void start() {
    master.start();
    master.awaitWarm(master.full + master.burst);
  }

  @Test
  void poolsFillUpToTheirTargetsAndNeverAbove() {
    master.full = 4;
    master.burst = 3;
    start();

    assertThat(master.engine.most()).isEqualTo(7);
    assertThat(master.sessions.isReady()).isTrue();
    assertThat(master.sessions.pools())
        .extracting(Rest.Pool::size, Rest.Pool::target, Rest.Pool::warm)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Size.FULL, 4, 4),
            org.assertj.core.groups.Tuple.tuple(Size.BURST, 3, 3));
  }

  @Test
  void anOpenedSessionIsActiveWithTheCommittedFilesAndItsTunnelIsOpen() {
    start();

    Rest.Session session = master.open(1);

    assertThat(session.state()).isEqualTo(SessionState.ACTIVE);
    assertThat(session.size()).isEqualTo(Size.FULL);
    assertThat(session.ref()).isEqualTo("main");
    assertThat(session.tunnel()).isEqualTo("/s/" + session.id() + "/");
    assertThat(session.url()).isEqualTo("http://localhost:8080/ide/" + session.id());
    assertThat(master.agent(session.id()).content).isEqualTo(TestingProject.TREE);
    Route route = master.routes.getLast();
    assertThat(route.state()).isEqualTo(RouteState.READY);
    assertThat(route.claim()).isEqualTo(session.claim());
    assertThat(master.sessions.routes()).containsExactly(route);
    TestingMaster.await("history", () -> master.agent(session.id()).whole);
  }

  @Test
  void askingAgainGivesTheSessionThatIsThereAlsoWhenRequestsRace() throws Exception {
    start();
    List<Future<Rest.Session>> requests = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        requests.add(threads.submit(() -> master.open(1)));
      }
    }
    Set<SessionId> ids =
        requests.stream().map(it -> it.resultNow().id()).collect(Collectors.toSet());

    assertThat(ids).hasSize(1);
    assertThat(requests).allMatch(it -> it.resultNow().state() == SessionState.ACTIVE);
    assertThat(master.open(1).id()).isIn(ids);
    assertThat(master.open(2).id()).isNotIn(ids);
  }

  @Test
  void whoFindsNoContainerQueuesAndGetsTheNextOne() throws Exception {
    master.full = 1;
    master.burst = 0;
    start();
    Rest.Session first = master.open(1);
    Rest.Session second = master.open(2);
    Rest.Session third = master.open(3);

    assertThat(second.state()).isEqualTo(SessionState.QUEUED);
    assertThat(second.queuePosition()).isEqualTo(1);
    assertThat(second.claim()).isNull();
    assertThat(third.queuePosition()).isEqualTo(2);
    List<Integer> places = Collections.synchronizedList(new ArrayList<>());
    try (AutoCloseable following =
        master.sessions.follow(third.id(), it -> places.add(it.queuePosition()))) {
      master.sessions.end(first.id());
      master.awaitState(second.id(), SessionState.ACTIVE);
      TestingMaster.await("the third's new place", () -> places.contains(1));
    }
    assertThat(master.session(third.id()).state()).isEqualTo(SessionState.QUEUED);
    master.sessions.end(third.id());
    master.awaitState(third.id(), SessionState.DESTROYED);
  }

  @Test
  void aSessionWhoseContainerIsLostGoesOnInAnotherUnderAHigherClaim() throws Exception {
    start();
    Rest.Session before = master.open(1);
    ContainerId lost = master.container(before.id());
    master.agent(before.id()).type("assign led = 1;");

    master.engine.kill(lost);
    TestingMaster.await(
        "a higher claim", () -> master.session(before.id()).claim().isNewerThan(before.claim()));
    master.awaitState(before.id(), SessionState.ACTIVE);

    assertThat(master.agent(before.id()).content).isEqualTo("assign led = 1;");
    assertThat(master.routes)
        .extracting(Route::state)
        .containsSubsequence(RouteState.READY, RouteState.STARTING, RouteState.READY);
    TestingMaster.await("the old one is stopped", () -> !master.engine.runs(lost));
    master.awaitWarm(2);
  }

  @Test
  void aTwinThatReturnsCanNeitherOverwriteNorStay() throws Exception {
    start();
    Rest.Session session = master.open(1);
    ContainerId twin = master.container(session.id());
    TestingAgent old = master.agents.agent(twin);
    old.type("one");
    Claim first = session.claim();

    master.engine.hide(twin);
    TestingMaster.await(
        "a higher claim", () -> master.session(session.id()).claim().isNewerThan(first));
    master.awaitState(session.id(), SessionState.ACTIVE);
    master.agent(session.id()).type("two");
    old.typeUnseen("the twin's");
    master.engine.show(twin);

    TestingMaster.await("the twin is stopped", () -> !master.engine.runs(twin));
    Rest.Session after = master.session(session.id());
    assertThat(after.state()).isEqualTo(SessionState.ACTIVE);
    assertThat(master.agent(session.id()).content).isEqualTo("two");
    master.sessions.end(session.id());
    master.awaitState(session.id(), SessionState.DESTROYED);
    assertThat(master.agent(master.open(1).id()).content).isEqualTo("two");
  }

  @Test
  void anEndedSessionIsSavedReadableAndFollowedByOneWithANewId() throws Exception {
    start();
    Rest.Session first = master.open(1);
    ContainerId container = master.container(first.id());
    master.agent(first.id()).typeUnseen("not yet offered");

    master.sessions.end(first.id());
    Rest.Session next = master.open(1);

    assertThat(next.id()).isNotEqualTo(first.id());
    assertThat(next.state()).isEqualTo(SessionState.ACTIVE);
    assertThat(master.agent(next.id()).content).isEqualTo("not yet offered");
    assertThat(master.sessions.find(TestingProject.person(1), first.id()).orElseThrow().state())
        .isEqualTo(SessionState.DESTROYED);
    assertThat(master.sessions.find(TestingProject.person(2), first.id())).isEmpty();
    TestingMaster.await("its container is stopped", () -> !master.engine.runs(container));
  }

  @Test
  void whileTheEngineIsSilentNothingIsConcluded() {
    start();
    Rest.Session session = master.open(1);
    ContainerId container = master.container(session.id());
    Set<ContainerId> all = master.engine.all();

    master.engine.listFails = true;
    TestingMaster.await(
        "the reason",
        () -> String.valueOf(master.sessions.pools().getFirst().reason()).contains("silent"));
    assertThat(master.session(session.id()).state()).isEqualTo(SessionState.ACTIVE);
    assertThat(master.engine.all()).isEqualTo(all);
    master.engine.listFails = false;

    TestingMaster.await("no reason", () -> master.sessions.pools().getFirst().reason() == null);
    assertThat(master.container(session.id())).isEqualTo(container);
  }

  @Test
  void failedStartsAreToldAndTriedAgain() {
    master.engine.startFails = true;
    master.start();
    TestingMaster.await(
        "the reason",
        () -> String.valueOf(master.sessions.pools().getFirst().reason()).contains("no slot"));

    master.engine.startFails = false;
    master.awaitWarm(3);

    assertThat(master.sessions.pools().getFirst().reason()).isNull();
  }

  @Test
  void aSessionThatCanStartInNoContainerFailsWithTheReason() {
    master.full = 5;
    start();
    master.engine.all().forEach(it -> master.agents.agent(it).personaliseFails = true);

    Rest.Session session = master.open(1);
    TestingMaster.await(
        "the end of the tries",
        () -> {
          master.engine.all().forEach(this::breakIfThere);
          return master.session(session.id()).state() == SessionState.FAILED;
        });

    assertThat(master.session(session.id()).reason()).contains("the disk is full");
  }

  private void breakIfThere(ContainerId container) {
    try {
      master.agents.agent(container).personaliseFails = true;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("no agent"); // it was stopped meanwhile
    }
  }

  @Test
  void aBrokenRepositoryIsToldAndTakesNoContainer() throws Exception {
    start();
    master.project.broken = "the branch points to a commit that is missing; push it again";

    assertThatThrownBy(() -> master.open(1))
        .isInstanceOfSatisfying(
            JoyException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.REPOSITORY_BROKEN));
    assertThat(master.sessions.of(TestingProject.person(1))).isEmpty();

    master.project.broken = null;
    Rest.Session session = master.open(1);
    master.agent(session.id()).type("mine");
    master.sessions.end(session.id());
    master.awaitState(session.id(), SessionState.DESTROYED);
    master.project.broken = "broken";
    Rest.Session again =
        master
            .sessions
            .open(TestingMaster.principal(1, "grant"), TestingProject.REF, "main", WantedSize.ANY)
            .session();

    assertThat(master.agent(again.id()).content).isEqualTo("mine");
    assertThat(again.notice()).isEqualTo("broken");
  }

  @Test
  void openingMeetsNoSessionThatHasJustEnded() {
    start();
    Set<SessionId> seen = new HashSet<>();
    for (int round = 0; round < 25; round++) {
      Rest.Session session = master.open(1);
      assertThat(seen.add(session.id())).isTrue();
      master.awaitState(session.id(), SessionState.ACTIVE);
      master.sessions.end(session.id());
    }
  }

  @Test
  void ticketsAreForOwnActiveSessionsAndSayWhoHasThemOpen() {
    master.full = 1;
    master.burst = 0;
    start();
    SessionId id = master.open(1).id();
    SessionId queued = master.open(2).id();

    Ticket ticket = master.sessions.ticket(TestingMaster.principal(1, "login-a"), id);

    assertThat(ticket.claim()).isEqualTo(master.session(id).claim());
    assertThat(ticket.container()).isEqualTo(master.container(id));
    assertRefused(ErrorCode.NOT_FOUND, 2, id);
    assertRefused(ErrorCode.SESSION_STARTING, 2, queued);
    assertThat(master.sessions.openOnlyBy(TestingMaster.principal(1, "login-a"))).hasSize(1);
    assertThat(master.sessions.openOnlyBy(TestingMaster.principal(1, "login-b"))).isEmpty();
    master.sessions.end(id);
    master.awaitState(id, SessionState.DESTROYED);
    assertRefused(ErrorCode.SESSION_GONE, 1, id);
  }

  private void assertRefused(ErrorCode code, long person, SessionId id) {
    assertThatThrownBy(() -> master.sessions.ticket(TestingMaster.principal(person, "x"), id))
        .isInstanceOfSatisfying(JoyException.class, it -> assertThat(it.code()).isEqualTo(code));
  }

  @Test
  void aSessionThatNobodyIsConnectedToIsDormantUntilSomebodyIs() {
    Timings usual = master.timings;
    master.timings =
        new Timings(
            usual.tick(),
            usual.openWait(),
            usual.savingWait(),
            usual.startPatience(),
            usual.agentPatience(),
            usual.personalising(),
            usual.lastSave(),
            usual.frozenRetries(),
            usual.shutdownSave(),
            java.time.Duration.ofMillis(300),
            usual.readable(),
            java.time.Duration.ofMillis(400));
    start();
    SessionId id = master.open(1).id();
    master.awaitState(id, SessionState.DORMANT);
    assertThat(master.sessions.routes().getFirst().state()).isEqualTo(RouteState.READY);

    master.agent(id).active(1);

    master.awaitState(id, SessionState.ACTIVE);
    TestingMaster.await("renewed tokens", () -> master.agent(id).credentials() >= 3);
    master.agent(id).active(0);
    master.awaitState(id, SessionState.DORMANT);
  }
}
