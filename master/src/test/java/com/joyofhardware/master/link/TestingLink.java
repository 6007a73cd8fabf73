package com.joyofhardware.master.link;

import com.joyofhardware.agent.Agent;
import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.master.link.AgentLink.Transfer;
import com.joyofhardware.master.repository.Snapshots;
import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.master.repository.snapshot.SnapshotStore;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Person;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.ControlMessage.Workspace;
import com.joyofhardware.protocol.statement.Command;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Real agents on Unix sockets, a real store, and a master's end whose store can be made to fail.
 */
final class TestingLink implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final KeyPair keys;
  final TestingProject project;
  final SnapshotStore store;
  final Snapshots.Workspace workspace;
  final SocketAgentLinks links;
  final List<String> storedCommits = new CopyOnWriteArrayList<>();
  final List<SnapshotOffer> offers = new CopyOnWriteArrayList<>();
  volatile @Nullable ErrorCode refuseWith;
  private final Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  TestingLink(Path folder) throws IOException {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    this.folder = folder;
    project = TestingProject.in(folder.resolve("git"));
    store = new SnapshotStore(folder.resolve("store"), any -> project.bare(), Clock.systemUTC());
    workspace = new Snapshots.Workspace(project.project(), 1, "main");
    links = new SocketAgentLinks(new StatementSigner(keys.getPrivate()), Clock.systemUTC());
  }

  /** One running agent. */
  record Container(
      ContainerId id, AgentAddress address, Path workspace, Path home, Path state, Agent agent) {}

  Container container(String name) throws IOException {
    Path base = Files.createDirectories(folder.resolve(name));
    ContainerId id = new ContainerId((name + "container000").substring(0, 12));
    AgentConfig config =
        new AgentConfig(
            new AgentAddress.Unix(base.resolve("sock").toString()),
            id,
            new StatementVerifier(keys.getPublic()),
            Files.createDirectories(base.resolve("workspace")),
            Files.createDirectories(base.resolve("home")),
            base.resolve("state"),
            Optional.empty(),
            List.of());
    Agent agent = Agent.start(config);
    open.add(agent);
    return new Container(
        id, agent.address(), config.workspace(), config.home(), config.state(), agent);
  }

  AgentLink open(Container container, Claim claim) throws IOException {
    AgentLink link = links.open(container.id(), container.address(), claim, new Storing(claim));
    open.add(link);
    return link;
  }

  /** The status that a command is answered with. */
  int post(Container container, Command command) throws IOException {
    try (AgentSocket socket = AgentSocket.connect(container.address())) {
      return socket
          .request(
              "POST",
              "/control",
              Map.of(
                  "Connection",
                  "Upgrade",
                  "Upgrade",
                  Protocol.CONTROL_UPGRADE,
                  "Content-Length",
                  "0",
                  Protocol.COMMAND_HEADER,
                  new StatementSigner(keys.getPrivate()).sign(command)))
          .status();
    }
  }

  Personalise message(Claim claim, Workspace workspace) {
    return new Personalise(
        claim,
        new SessionId("session000"),
        project.project().ref(),
        Size.FULL,
        new Person("ada", "Ada Lovelace", "ada@localhost"),
        "http://localhost:8080/git/ada/blinky.git",
        new GitCredential("ada", "s3cret", Instant.now().plusSeconds(3600)),
        workspace,
        Instant.now(),
        null,
        null);
  }

  AgentLink fresh(Container container, Claim claim, String commit) throws IOException {
    store.fence(workspace, claim);
    AgentLink link = open(container, claim);
    TestingProject.Checkout checkout = project.checkout(commit);
    link.personalise(message(claim, checkout.workspace()), checkout.transfers(), PATIENCE);
    return link;
  }

  AgentLink restored(Container container, Claim claim) throws IOException {
    store.fence(workspace, claim);
    String snapshot = store.latest(workspace).orElseThrow();
    AgentLink link = open(container, claim);
    List<Transfer> transfers =
        List.of(
            out -> store.writeTree(workspace, snapshot, out),
            out -> store.writeHistory(workspace, snapshot, out));
    link.personalise(message(claim, new Workspace.Restored(snapshot)), transfers, PATIENCE);
    return link;
  }

  private final class Storing implements AgentLink.Listener {
    private final Claim claim;

    Storing(Claim claim) {
      this.claim = claim;
    }

    @Override
    public void offered(SnapshotOffer offer, Packs packs) throws IOException {
      offers.add(offer);
      ErrorCode refusal = refuseWith;
      if (refusal != null) {
        throw new JoyException(refusal, "refused by the test");
      }
      store.store(workspace, claim, offer.commit(), packs);
      storedCommits.add(offer.commit());
    }

    @Override
    public void active(Activity activity) {}

    @Override
    public void closed(String why) {}
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }
}
