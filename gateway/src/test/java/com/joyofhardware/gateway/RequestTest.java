package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request reaches an agent, and what never does. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestTest {
  private static final String PATH = "/s/" + TestingCluster.SESSION;

  private TestingCluster cluster;

  @BeforeAll
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  private Message seen(String requestLine, String... headers) {
    cluster.agent.requests().clear();
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    Message answer = cluster.plain(requestLine, headers);
    assertThat(answer.status()).isEqualTo(200);
    return cluster.agent.requests().remove();
  }

  @Test
  void onlyListedHeadersReachTheAgent() {
    Message request =
        seen(
            "GET " + PATH + "/files/a HTTP/1.1",
            cluster.cookie(),
            "Cookie: joy-session=secret\r\n",
            "Forwarded: for=1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n",
            "Keep-Alive: 5\r\nConnection: keep-alive, Range\r\nTE: trailers\r\nProxy-Connection: x\r\n",
            "Joy-Ticket: forged\r\nJoy-Command: forged\r\nJoy-Client-Address: 1.2.3.4\r\n",
            "User-Agent: me\r\nReferer: http://x/\r\nAccept-Encoding: gzip\r\nX-Evil: 1\r\n",
            "Accept: */*\r\nRange: bytes=0-1\r\nIf-None-Match: \"a\"\r\nIf-Range: \"b\"\r\n");
    assertThat(request.headers())
        .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT))
        .containsExactlyInAnyOrder(
            "accept", "range", "if-none-match", "if-range", "host", "joy-ticket", "connection");
    assertThat(request.header("Joy-Ticket")).doesNotContain("forged").contains(".");
    assertThat(request.header("Host")).isEqualTo("agent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/a%20b.v?x=%2F..&y=%zz",
        "/files/%C3%A9/%252e%252e/x",
        "/files//a/.x/...",
        "/files/a;b=c/$&'()*+,:@",
        "/files/%5C",
        "/files/",
        "/bitstreams/abc_-9"
      })
  void aPathPassesByteForByte(String path) {
    Message request = seen("GET " + PATH + path + " HTTP/1.1", cluster.cookie());
    assertThat(request.first()).isEqualTo("GET " + path + " HTTP/1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "/files/../control,400",
    "/files/a/..,400",
    "/files/%2e%2e/control,400",
    "/files/.%2E/control,400",
    "/files/./a,400",
    "/files/a%2fb,400",
    "/files/..%2Fcontrol,400",
    "/files/a%00b,400",
    "/files/a%zz,400",
    "/files/a%2,400",
    "/files/a\\b,400",
    "/control,404",
    "/control/,404",
    "/CONTROL,404",
    "//control,404",
    "/%63ontrol,404",
    "/,404",
    "/filesx,404",
    "/healthz/x,404",
    "/bitstreams/,404",
    "/metrics,404",
    "/rpc,400",
    "/exec,400",
    "/lsp/c,400"
  })
  void whatIsNoEndpointOrAmbiguousIsRefused(String path, int status) {
    cluster.agent.requests().clear();
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    assertThat(cluster.get(path).status()).isEqualTo(status);
    assertThat(cluster.agent.requests()).isEmpty();
  }

  @Test
  void theControlLinkIsNeverReachable() {
    cluster.agent.requests().clear();
    for (String upgrade : List.of("joy-control", "websocket")) {
      Message answer =
          cluster.plain(
              "GET " + PATH + "/control HTTP/1.1",
              cluster.cookie(),
              "Origin: " + cluster.origin() + "\r\n",
              "Connection: Upgrade\r\nUpgrade: " + upgrade + "\r\nSec-WebSocket-Version: 13\r\n",
              "Sec-WebSocket-Key: " + TestingCluster.WEB_SOCKET_KEY + "\r\n",
              "Joy-Command: x\r\n");
      assertThat(answer.status()).isEqualTo(404);
    }
    assertThat(cluster.agent.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/files/a", "PATCH,/files/a", "OPTIONS,/files/a", "TRACE,/files/a", "CONNECT,/files/a",
    "PUT,/healthz", "DELETE,/bitstreams", "POST,/rpc", "MKCOL,/files/a", "get,/files/a"
  })
  void aMethodThatAnEndpointDoesntHaveIsRefused(String method, String path) {
    cluster.agent.requests().clear();
    Message answer =
        cluster.plain(
            method + " " + PATH + path + " HTTP/1.1",
            cluster.cookie(),
            "Origin: " + cluster.origin() + "\r\n");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(cluster.agent.requests()).isEmpty();
  }

  @Test
  void anotherUpgradeOrHalfOfOneIsRefused() {
    String key = "Sec-WebSocket-Key: " + TestingCluster.WEB_SOCKET_KEY + "\r\n";
    String version = "Sec-WebSocket-Version: 13\r\n";
    for (String headers :
        List.of(
            "Connection: Upgrade\r\nUpgrade: h2c\r\n" + key + version,
            "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n" + key + version,
            "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n" + key + version,
            "Connection: close\r\nUpgrade: websocket\r\n" + key + version,
            "Connection: Upgrade\r\nUpgrade: websocket\r\n" + version,
            "Connection: Upgrade\r\nUpgrade: websocket\r\n" + key,
            "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n" + key + version)) {
      Message answer =
          cluster.plain(
              "GET " + PATH + "/exec HTTP/1.1",
              cluster.cookie(),
              "Origin: " + cluster.origin() + "\r\n",
              headers);
      assertThat(answer.status()).as(headers).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @MethodSource("com.joyofhardware.gateway.HeadRulesTest#smuggling")
  void smuggledHeadsReachNobody(String head) {
    cluster.agent.requests().clear();
    cluster.masterHttp.requests().clear();
    cluster.masterHttp.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (Conversation client = cluster.connect()) {
      client.send(head.replace("Host: a", cluster.host().strip()) + "GET /evil HTTP/1.1\r\n");
      Message answer = client.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
    assertThat(cluster.masterHttp.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nabc\r\n0\r\n\r\n",
        "-1\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
        "\r\nabc\r\n0\r\n\r\n",
        "3 3\r\nabc\r\n0\r\n\r\n"
      })
  void aBodyWithOddChunksIsNeverWhole(String chunks) {
    cluster.agent.requests().clear();
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (Conversation client = cluster.connect()) {
      client.send(
          "PUT "
              + PATH
              + "/files/a HTTP/1.1\r\n"
              + cluster.host()
              + cluster.cookie()
              + "Origin: "
              + cluster.origin()
              + "\r\nTransfer-Encoding: chunked\r\n\r\n"
              + chunks
              + "GET /healthz HTTP/1.1\r\n"
              + cluster.host()
              + "\r\n");
      int answers = 0;
      try {
        assertThat(client.read().status()).isNotEqualTo(200);
        answers++;
      } catch (java.io.UncheckedIOException e) {
        // cut without a word, which is just as good
      }
      assertThat(answers).isLessThanOrEqualTo(1);
      assertThat(client.ended()).isTrue();
    }
    assertThat(cluster.agent.requests()).isEmpty();
  }

  @Test
  void aChunkedBodyArrivesWhole() {
    cluster.agent.requests().clear();
    cluster.agent.answers("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    Message answer =
        cluster.plain(
            "PUT " + PATH + "/files/a HTTP/1.1",
            cluster.cookie(),
            "Origin: " + cluster.origin() + "\r\n",
            "Transfer-Encoding: chunked\r\n\r\n",
            "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(cluster.agent.requests().remove().body()).isEqualTo("abc0123456789");
  }

  @Test
  void whoExpectsToBeToldToGoOnIsToldOnceAllowed() {
    cluster.agent.requests().clear();
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    String head =
        "PUT "
            + PATH
            + "/files/a HTTP/1.1\r\n"
            + cluster.host()
            + "Expect: 100-continue\r\nContent-Length: 3\r\n";
    try (Conversation client = cluster.connect()) {
      client.send(head + cluster.cookie() + "Origin: " + cluster.origin() + "\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(100);
      client.send("abc");
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(cluster.agent.requests().remove().body()).isEqualTo("abc");
    try (Conversation client = cluster.connect()) {
      client.send(head + "\r\n");
      assertThat(client.read().status()).isEqualTo(401);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTurnAndEachIsJudged() {
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
    String get = "GET " + PATH + "/files/a HTTP/1.1\r\n" + cluster.host();
    try (Conversation client = cluster.connect()) {
      client.send(get + cluster.cookie() + "\r\n" + get + "\r\n" + get + cluster.cookie() + "\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(401);
      assertThat(client.read().status()).isEqualTo(200);
    }
  }
}
