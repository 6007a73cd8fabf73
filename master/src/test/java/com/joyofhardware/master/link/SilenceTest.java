package com.joyofhardware.master.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.Arrivals;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameInput;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.control.Heartbeat;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent whose machine is gone ends no connection; its link is given up all the same. */
class SilenceTest implements AgentLink.Listener {
  private static final Duration BEAT = Duration.ofMillis(50);
  private static final ContainerId CONTAINER = new ContainerId("silentcontainer");
  private static final Claim CLAIM = new Claim(1, 1);

  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
  private ServerSocket server;
  private SocketAgentLinks links;

  @BeforeEach
  void listen() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
    links =
        new SocketAgentLinks(
            new StatementSigner(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate()),
            Clock.systemUTC(),
            BEAT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    accepted.get(20, TimeUnit.SECONDS).close();
  }

  /** Takes the link and says hello; what follows is the test's. */
  private void accept() {
    try {
      Socket socket = server.accept();
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) in.read());
      }
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      new FrameOutput(out).send(new Hello(CONTAINER, Protocol.VERSION, CLAIM, null));
      accepted.complete(socket);
    } catch (IOException e) {
      accepted.completeExceptionally(e);
    }
  }

  private AgentLink open() throws Exception {
    AgentAddress address = new AgentAddress.Tcp("127.0.0.1", server.getLocalPort());
    return links.open(CONTAINER, address, CLAIM, this);
  }

  @Test
  void aLinkToASilentAgentIsGivenUp() throws Exception {
    try (AgentLink link = open()) {
      assertThat(closed.get(20, TimeUnit.SECONDS)).contains("said nothing");
      assertThat(link.isOpen()).isFalse();
    }
  }

  @Test
  void anAgentThatHasNothingToSayButBeatsKeepsItsLink() throws Exception {
    try (AgentLink link = open()) {
      Socket socket = accepted.get(20, TimeUnit.SECONDS);
      Arrivals arrivals = new Arrivals(socket.getInputStream());
      CompletableFuture<Object> end = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              end.complete(new FrameInput(arrivals).next() == null ? "ended" : "a message");
            } catch (IOException e) {
              end.complete(e);
            }
          });
      FrameOutput out = new FrameOutput(socket.getOutputStream());
      try (Heartbeat _ = new Heartbeat(arrivals, out, BEAT, () -> end.complete("silence"))) {
        Instant patience = Instant.now().plus(BEAT.multipliedBy(4L * Limits.CONTROL_MISSED_BEATS));
        TestingLink.await(
            "several silences could have passed", () -> Instant.now().isAfter(patience));
        assertThat(link.isOpen()).isTrue();
        assertThat(closed).isNotDone();
        assertThat(end).as("the master's beats reach the agent").isNotDone();
      }
    }
  }

  @Override
  public void offered(SnapshotOffer offer, Packs packs) {}

  @Override
  public void active(Activity activity) {}

  @Override
  public void closed(String why) {
    closed.complete(why);
  }
}
