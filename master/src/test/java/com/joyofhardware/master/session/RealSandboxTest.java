package com.joyofhardware.master.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.joyofhardware.engine.local.LocalEngine;
import com.joyofhardware.engine.local.LocalEngineConfig;
import com.joyofhardware.engine.local.UnusableMachineException;
import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.link.SocketAgentLinks;
import com.joyofhardware.master.node.PoolTargets;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.master.repository.StoredProjectsForTests;
import com.joyofhardware.master.repository.snapshot.SnapshotStore;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions on the real local engine, with the real agent, links and stores. Needs root. */
class RealSandboxTest {
  /** After two seconds without a change everything is safe; see the contract. */
  private static final Duration SAFE_AFTER = Duration.ofMillis(2_500);

  private Path folder;
  private StoredProjectsForTests stored;
  private LocalEngine engine;
  private SnapshotStore snapshots;
  private SessionService sessions;
  private StatementSigner signer;
  private Person ada;
  private Project project;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "sandboxes of root: run this as root");
    folder = Files.createTempDirectory("joy-session-");
    try {
      engine =
          LocalEngine.open(
              new LocalEngineConfig(
                  folder.resolve("engine"),
                  new NodeName("here"),
                  PackedAgent.into(folder),
                  EgressPolicy.closed()));
    } catch (UnusableMachineException e) {
      assumeTrue(false, "no sandbox runs here: " + e.getMessage());
    }
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    signer = new StatementSigner(keys.getPrivate());
    stored = new StoredProjectsForTests(folder.resolve("data"));
    snapshots = new SnapshotStore(folder.resolve("snapshots"), stored::folder, Clock.systemUTC());
    ada = stored.person("ada");
    project = stored.projects().create(ada, "blinky", "icebreaker-blinky");
    sessions =
        new SessionService(
            stored.database(),
            new Neighbours(
                engine,
                new SocketAgentLinks(signer, Clock.systemUTC()),
                stored.projects(),
                stored.repositories(),
                snapshots,
                stored.authentication(),
                signer),
            new SessionSettings(
                "http://localhost",
                StatementVerifier.encode(keys.getPublic()),
                folder.resolve("rescued"),
                ref -> "http://git.invalid/" + ref + ".git",
                new PoolTargets(OptionalInt.of(2), OptionalInt.of(0))),
            Clock.systemUTC());
    sessions.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (sessions != null) {
      sessions.close(false);
      engine.close();
      stored.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Principal principal() {
    return new Principal(ada, "grant", Set.of(Scope.ALL));
  }

  private Rest.Session open() {
    Rest.Session session =
        sessions.open(principal(), project.ref(), null, WantedSize.ANY).session();
    awaitActive(session.id(), new Claim(0, 0));
    return sessions.find(ada, session.id()).orElseThrow();
  }

  private void awaitActive(SessionId id, Claim above) {
    TestingMaster.await(
        "an active session above " + above,
        () -> {
          Rest.Session now = sessions.find(ada, id).orElseThrow();
          assertThat(now.state()).as(now.reason()).isNotEqualTo(SessionState.FAILED);
          return now.state() == SessionState.ACTIVE && now.claim().isNewerThan(above);
        });
  }

  private AgentHttp.Answer request(SessionId id, String method, String path, String body)
      throws IOException {
    Principal principal = principal();
    String ticket = signer.sign(sessions.ticket(principal, id));
    return AgentHttp.request(
        sessions.routes().stream()
            .filter(it -> it.session().equals(id))
            .findFirst()
            .orElseThrow()
            .address(),
        ticket,
        method,
        path,
        body);
  }

  private List<String> kept(Workspace workspace) {
    try {
      return snapshots.kept(workspace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} of the whole sandbox and {@code rm -r} of its folder. */
  private void destroySandbox(SessionId id) throws Exception {
    Rest.Container container = sessions.detail(id).orElseThrow().container();
    new ProcessBuilder("kill", "-9", Long.toString(container.pid())).inheritIO().start().waitFor();
    new ProcessBuilder("rm", "-rf", container.dir()).inheritIO().start().waitFor();
  }

  @Test
  void anEditOutlivesTheSandboxAndTheSession() throws Exception {
    TestingMaster.await("a warm container", sessions::isReady);
    Rest.Session first = open();
    AgentHttp.Answer committed = request(first.id(), "GET", "/files/top.v", "");
    assertThat(committed.status()).isEqualTo(200);
    assertThat(committed.body()).contains("module");
    Workspace workspace = new Workspace(project, ada.id(), first.ref());

    List<String> before = snapshots.kept(workspace);
    String edited = committed.body() + "// edited\n";
    assertThat(request(first.id(), "PUT", "/files/top.v", edited).status()).isBetween(200, 204);
    assertThat(Pause.of(SAFE_AFTER)).isTrue(); // what the contract promises, not a guess
    // On a machine that is out of breath it takes longer; the promise is timed elsewhere.
    TestingMaster.await("a snapshot", () -> !kept(workspace).equals(before));
    destroySandbox(first.id());
    awaitActive(first.id(), first.claim());
    assertThat(request(first.id(), "GET", "/files/top.v", "").body()).isEqualTo(edited);

    sessions.end(first.id());
    TestingMaster.await(
        "the end",
        () -> sessions.find(ada, first.id()).orElseThrow().state() == SessionState.DESTROYED);
    assertThat(sessions.find(ada, first.id()).orElseThrow().reason()).isNull();
    Rest.Session second = open();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(request(second.id(), "GET", "/files/top.v", "").body()).isEqualTo(edited);
  }
}
