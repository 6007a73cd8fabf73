package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

@OnBothDatabases
class ClaimsTest {
  private static final int CLAIMERS = 64;

  private final Database database;
  private final SessionTable sessions;
  private final ContainerTable containers;

  ClaimsTest(Database database) {
    this.database = database;
    this.sessions = new SessionTable(database, Clock.systemUTC());
    this.containers = new ContainerTable(database);
  }

  @BeforeEach
  void empty() {
    TestingRows.clear(database);
  }

  private void warm(Size size, int count) {
    for (int i = 0; i < count; i++) {
      containers.add(TestingRows.container(size), true);
    }
  }

  private SessionRow open(long person, WantedSize wanted) {
    return sessions.open(TestingRows.wish(person, wanted)).session();
  }

  private static Claim claim(SessionRow session) {
    return session.life().holds().orElseThrow().claim();
  }

  private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(threads);
    List<Future<T>> running = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(() -> {
              barrier.await();
              return work.call();
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }

  private List<SessionRow> claimers() throws Exception {
    java.util.concurrent.atomic.AtomicLong person = new java.util.concurrent.atomic.AtomicLong();
    return atOnce(CLAIMERS, () -> open(person.incrementAndGet(), WantedSize.ANY));
  }

  @RepeatedTest(3)
  void sixtyFourClaimersOfEightContainersGiveEightOwnersAndTheRestQueues() throws Exception {
    warm(Size.FULL, 5);
    warm(Size.BURST, 3);

    List<SessionRow> opened = claimers();

    List<SessionRow> owners =
        opened.stream().filter(it -> it.life() instanceof SessionLife.Starting).toList();
    assertThat(owners).hasSize(8);
    assertThat(opened).filteredOn(it -> it.life() instanceof SessionLife.Queued).hasSize(56);
    Set<ContainerId> held = new HashSet<>();
    Set<Claim> fences = new HashSet<>();
    for (SessionRow owner : owners) {
      Hold hold = owner.life().holds().orElseThrow();
      assertThat(held.add(hold.container())).isTrue();
      assertThat(fences.add(hold.claim())).isTrue();
      assertThat(sessions.find(owner.id())).contains(owner);
    }
    assertThat(
            opened.stream()
                .map(sessions::queuePosition)
                .filter(java.util.OptionalInt::isPresent)
                .map(java.util.OptionalInt::getAsInt)
                .sorted())
        .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 56).boxed().toList());
  }

  @RepeatedTest(3)
  void sixtyFourClaimersOfSixtyFourContainersLeaveNobodyQueued() throws Exception {
    warm(Size.FULL, 32);
    warm(Size.BURST, 32);

    List<SessionRow> opened = claimers();

    assertThat(opened).allMatch(it -> it.life() instanceof SessionLife.Starting);
    assertThat(opened.stream().map(it -> it.life().holds().orElseThrow().container()).distinct())
        .hasSize(CLAIMERS);
  }

  @Test
  void racingRequestsForOneWorkspaceAgreeOnOneSession() throws Exception {
    warm(Size.FULL, 8);

    List<SessionRow> opened = atOnce(16, () -> open(1, WantedSize.ANY));

    assertThat(opened.stream().map(SessionRow::id).distinct()).hasSize(1);
    assertThat(containers.all())
        .filteredOn(it -> it.life() instanceof ContainerLife.Claimed)
        .hasSize(1);
  }

  @Test
  void fullContainersGoFirstAndARequestedSizeIsKept() {
    warm(Size.BURST, 2);
    warm(Size.FULL, 1);

    assertThat(open(1, WantedSize.ANY).life().holds().orElseThrow().size()).isEqualTo(Size.FULL);
    assertThat(open(2, WantedSize.FULL).life()).isInstanceOf(SessionLife.Queued.class);
    assertThat(open(3, WantedSize.ANY).life().holds().orElseThrow().size()).isEqualTo(Size.BURST);
    assertThat(open(4, WantedSize.BURST).life().holds().orElseThrow().size()).isEqualTo(Size.BURST);
    assertThat(open(5, WantedSize.BURST).life()).isInstanceOf(SessionLife.Queued.class);
  }

  @Test
  void newcomersDontPassThoseWhoQueue() {
    SessionRow first = open(1, WantedSize.ANY);
    warm(Size.FULL, 1);
    SessionRow second = open(2, WantedSize.ANY);

    assertThat(second.life()).isInstanceOf(SessionLife.Queued.class);
    assertThat(sessions.claim(second)).isEmpty();
    assertThat(sessions.claim(first)).isPresent();
    assertThat(sessions.claim(first)).isEmpty();
  }

  @Test
  void whoWaitsForAFullContainerDoesntHoldUpTheBurstPool() {
    open(1, WantedSize.FULL);
    warm(Size.BURST, 1);

    assertThat(open(2, WantedSize.ANY).life()).isInstanceOf(SessionLife.Starting.class);
  }

  @Test
  void everyClaimIsNewerThanTheOneBeforeAndARaisedEpochIsAboveAll() {
    warm(Size.FULL, 3);
    Claim first = claim(open(1, WantedSize.ANY));
    Claim second = claim(open(2, WantedSize.ANY));
    Claims.raiseEpoch(database);
    Claim third = claim(open(3, WantedSize.ANY));

    assertThat(second.isNewerThan(first)).isTrue();
    assertThat(third.epoch()).isEqualTo(first.epoch() + 1);
    assertThat(third.isNewerThan(second)).isTrue();
  }

  @Test
  void aLostContainerIsNeverClaimedAgainAndItsSessionGoesBeforeTheQueue() {
    warm(Size.FULL, 1);
    SessionRow lost = open(1, WantedSize.ANY);
    SessionRow queued = open(2, WantedSize.ANY);
    SessionLife.Starting starting = (SessionLife.Starting) lost.life();

    SessionRow recovering =
        sessions
            .move(lost, lost.with(starting.lost(Instant.ofEpochMilli(0), "it ended")))
            .orElseThrow();

    assertThat(sessions.claim(recovering)).isEmpty();
    assertThat(containers.find(starting.hold().container()).orElseThrow().life())
        .isInstanceOf(ContainerLife.Stopping.class);
    warm(Size.FULL, 1);
    assertThat(sessions.claim(queued)).isEmpty();
    SessionRow again = sessions.claim(recovering).orElseThrow();
    assertThat(claim(again).isNewerThan(starting.hold().claim())).isTrue();
    assertThat(((SessionLife.Starting) again.life()).attempts()).isEqualTo(1);
  }

  @Test
  void changesFromAnOutdatedLifeDoNothing() {
    warm(Size.FULL, 1);
    SessionRow session = open(1, WantedSize.ANY);
    SessionLife.Starting starting = (SessionLife.Starting) session.life();

    assertThat(sessions.move(session, session.with(starting.ready()))).isPresent();
    assertThat(sessions.move(session, session.with(starting.failed(Instant.now(), "late"))))
        .isEmpty();
    assertThat(sessions.find(session.id()).orElseThrow().life())
        .isInstanceOf(SessionLife.Active.class);
  }

  @Test
  void theDatabaseItselfRefusesASecondOwner() {
    Container container = TestingRows.container(Size.FULL);
    containers.add(container, true);
    open(1, WantedSize.ANY);
    SessionRow other = open(2, WantedSize.ANY);

    assertThatThrownBy(() ->
            database.write(jdbc ->
                jdbc.sql(
                        "UPDATE session SET state = 'starting', container = :container"
                            + " WHERE id = :id")
                    .param("container", container.id().value())
                    .param("id", other.id().value())
                    .update()))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(
            () -> database.write(jdbc -> jdbc.sql("UPDATE container SET state = 'warm'").update()))
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void aDestroyedSessionMakesRoomForTheNextWithANewId() {
    warm(Size.FULL, 2);
    SessionRow first = open(1, WantedSize.ANY);
    SessionRow active =
        sessions
            .move(first, first.with(((SessionLife.Starting) first.life()).ready()))
            .orElseThrow();
    SessionRow saving =
        sessions
            .move(active, active.with(((SessionLife.Active) active.life()).ended()))
            .orElseThrow();
    assertThat(open(1, WantedSize.ANY).id()).isEqualTo(first.id());
    sessions.move(
        saving,
        saving.with(
            ((SessionLife.Saving) saving.life()).saved(Instant.now(), java.util.Optional.empty())));

    assertThat(open(1, WantedSize.ANY).id()).isNotEqualTo(first.id());
    assertThat(sessions.find(first.id()).orElseThrow().life().isOver()).isTrue();
  }
}
