package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.node.PoolTargets;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A master over an engine, agents and snapshots in memory, which outlive it. */
final class TestingMaster {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final StatementSigner SIGNER = new StatementSigner(key());

  final TestingAgents agents = new TestingAgents();
  final TestingEngine engine;
  final TestingSnapshots snapshots = new TestingSnapshots();
  final TestingProject project;
  final List<Route> routes = Collections.synchronizedList(new ArrayList<>());
  final Path rescued;
  private final Database database;
  SessionService sessions;
  Timings timings =
      new Timings(
          Duration.ofMillis(50),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofMillis(400),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofMillis(600),
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(1));
  int full = 2;
  int burst = 1;

  TestingMaster(Database database, Path folder) throws IOException {
    this.database = database;
    this.engine = new TestingEngine(agents, folder.resolve("containers"));
    this.project = new TestingProject(folder);
    this.rescued = folder.resolve("rescued");
  }

  void start() {
    SessionSettings settings =
        new SessionSettings(
            "http://localhost:8080",
            "key",
            rescued,
            ref -> "http://git/" + ref + ".git",
            new PoolTargets(OptionalInt.of(full), OptionalInt.of(burst)));
    Neighbours neighbours =
        new Neighbours(engine, agents, project, project, snapshots, project, SIGNER);
    sessions = new SessionService(database, neighbours, settings, Clock.systemUTC(), timings);
    sessions.subscribe(
        new Sessions.RouteListener() {
          @Override
          public void changed(Route route) {
            routes.add(route);
          }

          @Override
          public void ended(SessionId session) {}
        });
    sessions.start();
  }

  /** The master is gone; whatever it was about to do it doesn't do. */
  void die() {
    sessions.close(true);
  }

  void awaitWarm(int containers) {
    await(
        "warm containers: " + containers,
        () -> sessions.pools().stream().mapToInt(Rest.Pool::warm).sum() == containers);
  }

  Rest.Session open(long person) {
    return sessions
        .open(principal(person, "login-a"), TestingProject.REF, null, WantedSize.ANY)
        .session();
  }

  Rest.Session openActive(long person) {
    SessionId id = open(person).id();
    awaitState(id, SessionState.ACTIVE);
    return session(id);
  }

  Rest.Session session(SessionId id) {
    return sessions.detail(id).orElseThrow().session();
  }

  ContainerId container(SessionId id) {
    return sessions.detail(id).orElseThrow().container().id();
  }

  TestingAgent agent(SessionId id) {
    return agents.agent(container(id));
  }

  void awaitState(SessionId id, SessionState state) {
    await(id + " " + state, () -> session(id).state() == state);
  }

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
  }

  static Principal principal(long person, String grant) {
    return new Principal(TestingProject.person(person), grant, Set.of(Scope.ALL));
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(deadline);
      assertThat(Pause.of(Duration.ofMillis(5))).isTrue();
    }
  }
}
