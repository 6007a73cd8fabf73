package com.joyofhardware.bench.relay;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Ping;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.State;
import com.joyofhardware.protocol.statement.StatementSigner;
import com.joyofhardware.protocol.statement.StatementVerifier;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;

/** As much of a master as a gateway needs to let one session's tunnels through. */
final class BenchMaster implements AutoCloseable {
  private static final ContainerId CONTAINER = new ContainerId("benchcontainer");
  private static final Claim CLAIM = new Claim(1, 1);
  private static final Name PERSON = new Name("bench");
  private static final int HOUR_SECONDS = 3_600;

  private final SessionId session;
  private final int serverPort;
  private final KeyPair keys;
  private final ServerSocketChannel listening;

  BenchMaster(Path socket, SessionId session, int serverPort) throws IOException {
    this.session = session;
    this.serverPort = serverPort;
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519", e);
    }
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  String ticket() {
    return new StatementSigner(keys.getPrivate())
        .sign(
            new Ticket(
                PERSON,
                session,
                CONTAINER,
                CLAIM,
                "bench",
                Instant.now().plusSeconds(HOUR_SECONDS)));
  }

  private State state() {
    Route route =
        new Route(
            session,
            PERSON,
            ProjectRef.parse("bench/bench"),
            CONTAINER,
            CLAIM,
            new AgentAddress.Tcp("127.0.0.1", serverPort),
            RouteState.READY);
    return new State(
        StatementVerifier.encode(keys.getPublic()),
        "127.0.0.1:" + serverPort,
        List.of(),
        List.of(route),
        List.of(),
        List.of());
  }

  private void accept() {
    while (listening.isOpen()) {
      try (SocketChannel gateway = listening.accept();
          BufferedReader lines =
              new BufferedReader(Channels.newReader(gateway, StandardCharsets.UTF_8))) {
        FrontMessage answer = state();
        while (lines.readLine() != null) {
          String line = Json.write(answer, FrontMessage.class) + "\n";
          gateway.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
          answer = new Ping();
        }
      } catch (IOException e) {
        if (listening.isOpen()) {
          throw new IllegalStateException("the benchmark's master failed", e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
