package com.joyofhardware.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.agent.files.RawHttp;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Limits;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConnectionTest {
  @TempDir Path folder;

  @Test
  void servesOnAUnixSocket() throws Exception {
    Path path = folder.resolve("agent.sock");
    Files.writeString(path, "left behind by an agent that was killed");
    try (TestingAgent agent =
            TestingAgent.start(folder, new AgentAddress.Unix(path.toString()), List.of())
                .personalised();
        RawHttp raw = new RawHttp(agent)) {
      String body = "x".repeat(500_000);
      raw.send(head(agent, "PUT", "/files/a", body.length()) + body);
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 201");
      raw.send(head(agent, "GET", "/files/a", 0));
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + body);
    }
  }

  @Test
  void answersRequestsThatComeTogetherInTheirOrder() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder);
        RawHttp raw = new RawHttp(agent)) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append(head(agent, "PUT", "/files/f" + i, 3)).append("abc");
        all.append(head(agent, "GET", "/files/f" + i, 0));
      }
      raw.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(raw.readAnswer()).startsWith("HTTP/1.1 201");
        assertThat(raw.readAnswer()).startsWith("HTTP/1.1 200").endsWith("abc");
      }
    }
  }

  @Test
  void takesABodyByteByByte() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder);
        RawHttp raw = new RawHttp(agent)) {
      for (char c : (head(agent, "PUT", "/files/slow", 5) + "hello").toCharArray()) {
        raw.send(String.valueOf(c));
      }
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 201");
      raw.send(head(agent, "PUT", "/files/chunked", -1) + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
      assertThat(raw.readAnswer()).startsWith("HTTP/1.1 201");
      assertThat(agent.workspace().resolve("slow")).hasContent("hello");
      assertThat(agent.workspace().resolve("chunked")).hasContent("abc");
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      for (String bad :
          List.of("\u0016\u0003\u0001 garbage\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n")) {
        try (RawHttp raw = new RawHttp(agent)) {
          raw.send(bad);
          assertThat(raw.readHead()).startsWith("HTTP/1.1 400");
        }
      }
    }
  }

  @Test
  void closesAWebSocketWhoseMessageIsTooLong() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      CompletableFuture<Integer> closed = new CompletableFuture<>();
      WebSocket socket =
          agent.webSocket(
              "/rpc",
              new WebSocket.Listener() {
                @Override
                public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                  closed.complete(code);
                  return null;
                }
              });
      String half = "x".repeat(Limits.MAX_TEXT_FRAME / 2 + 1);
      socket.sendText(half, false).thenCompose(sent -> sent.sendText(half, true));
      assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1009);
    }
  }

  @Test
  void limitsTheConnectionsOfIdes() throws Exception {
    List<TestingRpc> open = new ArrayList<>();
    try (TestingAgent agent = TestingAgent.serving(folder)) {
      for (int i = 0; i < Limits.MAX_RPC_CONNECTIONS; i++) {
        open.add(new TestingRpc(agent));
      }
      assertThatThrownBy(() -> new TestingRpc(agent)).hasStackTraceContaining("429");
      open.removeLast().close();
      awaitFree(agent, open);
      assertThat(agent.get("/healthz").statusCode()).isEqualTo(200);
    } finally {
      open.forEach(TestingRpc::close);
    }
  }

  @Test
  void aClientThatReadsNothingHoldsNothingUp() throws Exception {
    try (TestingAgent agent = TestingAgent.serving(folder);
        RawHttp lazy = new RawHttp(agent)) {
      Files.writeString(agent.workspace().resolve("big"), "x".repeat(8 << 20));
      lazy.send(head(agent, "GET", "/files/big", 0));
      assertThat(agent.get("/files/big").body()).hasSize(8 << 20);
      assertThat(agent.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  /** The server learns of the close when the client's reset arrives. */
  private static void awaitFree(TestingAgent agent, List<TestingRpc> open) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        open.add(new TestingRpc(agent));
        return;
      } catch (java.util.concurrent.CompletionException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  private static String head(TestingAgent agent, String method, String path, int length) {
    String body = length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: agent\r\nJoy-Ticket: "
        + agent.ticket()
        + "\r\n"
        + body
        + "\r\n\r\n";
  }
}
