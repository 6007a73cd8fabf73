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
import java.util.List;
import java.util.Optional;

/** Starts an agent in a folder of its own and uses it as an IDE does, over its Unix socket. */
public final class Training {
  private static final ContainerId CONTAINER = new ContainerId("training00000");
  private static final SessionId SESSION = new SessionId("training00000");
  private static final Claim CLAIM = new Claim(1, 1);
  private static final long TICKET_SECONDS = 300;

  private Training() {}

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Path folder = Path.of(args[0]).toRealPath();
    Path listen = folder.resolve("agent.sock");
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    AgentConfig config =
        new AgentConfig(
            new AgentAddress.Unix(listen.toString()),
            CONTAINER,
            new StatementVerifier(keys.getPublic()),
            Files.createDirectories(folder.resolve("workspace")),
            Files.createDirectories(folder.resolve("home")),
            folder.resolve("state"),
            Optional.of(folder.resolve("egress.sock")),
            List.of());
    String ticket =
        new StatementSigner(keys.getPrivate())
            .sign(
                new Ticket(
                    new Name("trainer"),
                    SESSION,
                    CONTAINER,
                    CLAIM,
                    "training",
                    Instant.now().plusSeconds(TICKET_SECONDS)));
    try (Agent agent = Agent.start(config)) {
      agent.identity().personalise(CLAIM, SESSION);
      agent.identity().serve();
      exercise(new TrainingClient(listen, ticket));
    }
    System.out.println("trained");
  }

  private static void exercise(TrainingClient client) throws IOException {
    client.request("GET /healthz", "", "\"protocol\"");
    client.request("PUT /files/src/top.v", "module top; endmodule\n", "HTTP/1.1 20");
    client.request("GET /files/src/top.v", "", "endmodule");
    client.request("DELETE /files/src/top.v", "", "HTTP/1.1 20");
    try (TrainingClient.Socket rpc = client.webSocket("/rpc")) {
      call(rpc, "fs/list", "{\"path\":\"\"}");
      call(rpc, "fs/stat", "{\"path\":\"src\"}");
      call(rpc, "terminal/list", "{}");
      call(rpc, "ports/list", "{}");
    }
    try (TrainingClient.Socket terminal = client.webSocket("/terminal/1?cols=80&rows=24")) {
      terminal.await("\"attached\"");
      terminal.text("{\"type\":\"resize\",\"cols\":90,\"rows\":30}");
      terminal.binary("echo tr''ained; exit\r");
      terminal.await("trained");
      terminal.text("{\"type\":\"ack\",\"bytes\":100}");
      terminal.await("\"exit\"");
    }
    try (TrainingClient.Socket exec = client.webSocket("/exec")) {
      exec.text("{\"argv\":[\"cat\"]}");
      exec.binary("through");
      exec.binary("");
      exec.await("through");
      exec.await("\"exit\"");
    }
  }

  /** Its answer may be an error: the way to it is what counts. */
  private static void call(TrainingClient.Socket rpc, String method, String params)
      throws IOException {
    rpc.text(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
    rpc.await("\"id\":1");
  }
}
