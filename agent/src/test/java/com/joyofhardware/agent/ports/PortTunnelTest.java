package com.joyofhardware.agent.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.AgentScene;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.agent.TestingSocket;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortTunnelTest extends AgentScene {
  private ServerSocket program;

  @BeforeEach
  void start() throws Exception {
    program = new ServerSocket(0, 300, InetAddress.ofLiteral("127.0.0.1"));
  }

  @AfterEach
  void stop() throws Exception {
    program.close();
  }

  private TestingSocket tunnel() {
    return new TestingSocket(agent, "/ports/" + program.getLocalPort());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      client.send("ping");
      assertThat(served.getInputStream().readNBytes(4)).isEqualTo(bytes("ping"));
      served.getOutputStream().write(bytes("pong"));
      client.awaitOutput("pong");
    }
  }

  @Test
  void theClientsEndIsTheProgramsEndOfInputAndNoMore() throws Exception {
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      client.send("question");
      client.sendEmpty();
      assertThat(served.getInputStream().readAllBytes()).isEqualTo(bytes("question"));
      served.getOutputStream().write(bytes("answer after the end"));
      client.awaitOutput("answer after the end");
      served.shutdownOutput();
      assertThat(client.awaitClose()).isEqualTo(1000);
      assertThat(client.frames().getLast()).isEmpty();
    }
  }

  @Test
  void theProgramsEndLeavesTheOtherDirectionOpen() throws Exception {
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      served.getOutputStream().write(bytes("done"));
      served.shutdownOutput();
      client.await("the empty frame", () -> client.frames().stream().anyMatch(f -> f.length == 0));
      assertThat(client.closeCode()).isZero();
      client.send("still here");
      client.sendEmpty();
      assertThat(served.getInputStream().readAllBytes()).isEqualTo(bytes("still here"));
      assertThat(client.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void passesMuchBothWaysUnchanged() throws Exception {
    byte[] data = new byte[20 << 20];
    new Random(3).nextBytes(data);
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      CompletableFuture<Void> echo =
          CompletableFuture.runAsync(() -> {
            try {
              served.getInputStream().transferTo(served.getOutputStream());
              served.shutdownOutput();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      client.send(data);
      client.sendEmpty();
      assertThat(client.awaitClose()).isEqualTo(1000);
      echo.join();
      assertThat(Arrays.equals(client.output(), data)).isTrue();
    }
  }

  @Test
  void aProgramThatDoesNotReadHoldsTheClientBack() throws Exception {
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      assertThat(served.isConnected()).isTrue();
      byte[] piece = new byte[1 << 20];
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200; i++) {
              client.send(piece);
            }
          });
      assertThatThrownBy(() -> sending.get(1500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void aProgramThatBreaksOffIsTold() throws Exception {
    try (TestingSocket client = tunnel()) {
      try (Socket served = program.accept()) {
        served.setSoLinger(true, 0); // closes with RST
      }
      assertThat(client.awaitClose()).isEqualTo(1011);
    }
  }

  @Test
  void aClientThatGoesEndsTheConnection() throws Exception {
    try (TestingSocket client = tunnel();
        Socket served = program.accept()) {
      client.abort();
      assertThat(served.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void reachesAProgramThatListensOnIpv6Alone() throws Exception {
    try (ServerSocket six = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"));
        TestingSocket client = new TestingSocket(agent, "/ports/" + six.getLocalPort());
        Socket served = six.accept()) {
      served.getOutputStream().write(bytes("six"));
      client.awaitOutput("six");
    }
  }

  @Test
  void saysThatNothingListens() throws Exception {
    int port = program.getLocalPort();
    program.close();
    refused("/ports/" + port, 404);
    refused("/ports/0", 400);
    refused("/ports/65536", 400);
    refused("/ports/x", 400);
  }

  @Test
  void oneTooManyIsRefused() throws Exception {
    List<TestingSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.MAX_PORT_TUNNELS; i++) {
        open.add(tunnel());
      }
      refused("/ports/" + program.getLocalPort(), 429);
    } finally {
      open.forEach(TestingSocket::close);
    }
  }

  private void refused(String path, int status) {
    assertThatThrownBy(() -> new TestingSocket(agent, path))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void listsWhatListensAndTellsWhatChanges() throws Exception {
    try (TestingRpc rpc = new TestingRpc(agent)) {
      Ports before = rpc.result("ports/subscribe", Map.of(), Ports.class);
      Process server =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  "import socket,time; s=socket.create_server(('127.0.0.1',0));"
                      + " print(s.getsockname()[1],flush=True); time.sleep(600)")
              .start();
      try {
        int port = Integer.parseInt(server.inputReader().readLine());
        assertThat(before.ports()).noneMatch(each -> each.port() == port);
        Ports.Listening listening = awaitChange(rpc, port);
        assertThat(listening.address()).isEqualTo("127.0.0.1");
        assertThat(listening.pid()).isEqualTo(server.pid());
        assertThat(listening.command()).startsWith("python3");
        Ports now = rpc.result("ports/list", Map.of(), Ports.class);
        assertThat(now.ports())
            .contains(listening)
            .noneMatch(each -> each.port() == program.getLocalPort()); // our own process's
      } finally {
        server.destroyForcibly();
      }
    }
  }

  private static Ports.Listening awaitChange(TestingRpc rpc, int port) throws Exception {
    while (true) {
      var notification = rpc.notification();
      assertThat(notification.get("method").getAsString()).isEqualTo("ports/changed");
      Ports ports = Json.gson().fromJson(notification.get("params"), Ports.class);
      for (Ports.Listening each : ports.ports()) {
        if (each.port() == port) {
          return each;
        }
      }
    }
  }
}
