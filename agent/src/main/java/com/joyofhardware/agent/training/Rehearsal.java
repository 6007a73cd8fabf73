package com.joyofhardware.agent.training;

import com.joyofhardware.agent.Agent;
import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays the start of a session through with an agent of its own in a folder of its own: the code on
 * that way is then loaded and compiled before a person waits for it. It halves the time of a claim;
 * the rehearsed agent has keys of its own, and what it made is removed.
 */
public final class Rehearsal {
  private static final ContainerId CONTAINER = new ContainerId("training00000");
  private static final SessionId SESSION = new SessionId("training00000");
  private static final Claim CLAIM = new Claim(1, 1);
  private static final long TICKET_SECONDS = 300;

  /** What else is tried with an agent that serves. */
  interface More {
    void play(TrainingMaster master, TrainingClient client) throws IOException;
  }

  private Rehearsal() {}

  /** In a folder that may be there from a rehearsal that was cut short; it is gone afterwards. */
  public static void play(Path folder) throws IOException {
    remove(folder);
    try {
      play(Files.createDirectories(folder), Optional.empty(), (_, _) -> {});
    } finally {
      remove(folder);
    }
  }

  static void play(Path folder, Optional<Path> egress, More more) throws IOException {
    Path listen = folder.resolve("agent.sock");
    KeyPair keys = keys();
    StatementSigner signer = new StatementSigner(keys.getPrivate());
    AgentConfig config =
        new AgentConfig(
            new AgentAddress.Unix(listen.toString()),
            CONTAINER,
            new StatementVerifier(keys.getPublic()),
            Files.createDirectories(folder.resolve("workspace")),
            Files.createDirectories(folder.resolve("home")),
            folder.resolve("state"),
            egress,
            List.of());
    Agent agent = Agent.start(config);
    try (TrainingMaster master = TrainingMaster.connect(listen, CONTAINER, CLAIM, signer)) {
      master.personalise(SESSION, SampleProject.make());
      TrainingClient client = new TrainingClient(listen, signer.sign(ticket()));
      client.request("GET /files/" + SampleProject.file(), "", "endmodule");
      more.play(master, client);
    } finally {
      agent.close();
    }
  }

  private static Ticket ticket() {
    Instant expires = Instant.now().plusSeconds(TICKET_SECONDS);
    return new Ticket(new Name("trainer"), SESSION, CONTAINER, CLAIM, "training", expires);
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK can't sign with Ed25519", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
