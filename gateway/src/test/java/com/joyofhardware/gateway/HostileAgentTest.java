package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileAgentTest {
  private TestingCluster cluster;

  @BeforeAll
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterAll
  void stop() throws IOException {
    cluster.close();
  }

  private Message answered(String response) {
    cluster.agent.answers(response);
    return cluster.get("/files/x");
  }

  private static void isDisarmed(Message answer) {
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
    assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
  }

  @Test
  void onlyListedHeadersPassAndOursStand() {
    Message answer =
        answered(
            """
            HTTP/1.1 200 Fine
            Content-Length: 2
            Content-Range: bytes 0-1/9
            Accept-Ranges: bytes
            ETag: "abc"
            Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT
            Set-Cookie: joy-session=evil; Path=/
            Set-Cookie2: a=b
            Location: https://evil.example/
            Refresh: 0; url=https://evil.example/
            Content-Security-Policy: default-src *
            X-Content-Type-Options: sniff
            Content-Disposition: inline; filename=x.html
            Cross-Origin-Resource-Policy: cross-origin
            Access-Control-Allow-Origin: *
            Access-Control-Allow-Credentials: true
            Service-Worker-Allowed: /
            Clear-Site-Data: "*"
            Strict-Transport-Security: max-age=0
            Alt-Svc: h2="evil.example:443"
            Link: </evil.js>; rel=preload
            SourceMap: /evil.map
            WWW-Authenticate: Basic
            Proxy-Authenticate: Basic
            Content-Encoding: gzip
            Content-Location: /other
            Upgrade: h2c
            Trailer: X
            NEL: {}
            Report-To: {}
            Joy-Ticket: stolen
            X-Accel-Redirect: /etc/shadow
            Server: evil
            Via: evil
            Content-Type: text/html

            ok\
            """
                .replace("\n", "\r\n"));
    Set<String> names =
        answer.headers().stream()
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(names)
        .containsExactlyInAnyOrder(
            "content-length",
            "content-range",
            "accept-ranges",
            "etag",
            "last-modified",
            "content-type",
            "cache-control",
            "x-content-type-options",
            "content-security-policy",
            "content-disposition",
            "cross-origin-resource-policy");
    isDisarmed(answer);
    assertThat(answer.first()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(answer.body()).isEqualTo("ok");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|application/json",
        "APPLICATION/JSON; charset=utf-8|application/json",
        "text/plain|text/plain; charset=utf-8",
        "text/plain; charset=utf-7|text/plain; charset=utf-8",
        "application/octet-stream|application/octet-stream",
        "text/html|application/octet-stream",
        "text/html, text/plain|application/octet-stream",
        "text/plain, text/html|application/octet-stream",
        "image/svg+xml|application/octet-stream",
        "application/xhtml+xml|application/octet-stream",
        "text/javascript|application/octet-stream",
        "text/css|application/octet-stream",
        "application/wasm|application/octet-stream",
        "application/pdf|application/octet-stream",
        "application/problem+json|application/octet-stream",
        "multipart/x-mixed-replace; boundary=x|application/octet-stream",
        "nonsense|application/octet-stream"
      })
  void typesAreTheThreeOrTheLast(String sent, String got) {
    for (String status : List.of("200 OK", "404 Not Found", "500 Oops")) {
      Message answer =
          answered(
              "HTTP/1.1 "
                  + status
                  + "\r\nContent-Length: 1\r\nContent-Type: "
                  + sent
                  + "\r\n\r\nx");
      assertThat(answer.header("Content-Type")).isEqualTo(got);
      isDisarmed(answer);
    }
  }

  @Test
  void twoTypesAreNotTwoChances() {
    Message answer =
        answered(
            Conversation.lines(
                "HTTP/1.1 200 OK",
                "Content-Length: 1",
                "Content-Type: text/plain",
                "Content-Type: text/html",
                "",
                "x"));
    assertThat(answer.headers().stream().filter(line -> line.startsWith("content-type")))
        .hasSize(1);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  static List<String> broken() {
    return List.of(
        "HTTP/1.1 301 Moved\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 307 Again\r\nLocation: /api/v1/tokens\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 300 Choose\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nraw",
        "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 2000 Odd\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
        "HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "<html>hello</html>\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : 1\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000) + "\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(300) + "Content-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n".repeat(40),
        "HTTP/1.1 200 OK\r\n");
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNotAPlainAnswerBecomesAgentAway(String response) {
    Message answer = answered(response);
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("\"agent.away\"");
    assertThat(answer.has("Location")).isFalse();
    assertThat(answer.has("Retry-After")).isTrue();
    isDisarmed(answer);
  }

  @Test
  void informationIsSwallowed() {
    Message answer =
        answered(
            Conversation.lines(
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early",
                "Link: </e.js>",
                "Set-Cookie: a=b",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 2",
                "",
                "ok"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
  }

  @Test
  void aSecondAnswerIsNobodysAnswer() {
    cluster.agent.answers(
        Conversation.lines(
            "HTTP/1.1 200 OK",
            "Content-Length: 3",
            "",
            "oneHTTP/1.1 200 OK",
            "Content-Length: 4",
            "Set-Cookie: a=b",
            "",
            "evil"));
    String request =
        "GET /s/"
            + TestingCluster.SESSION
            + "/files/x HTTP/1.1\r\n"
            + cluster.host()
            + cluster.cookie()
            + "\r\n";
    try (Conversation client = cluster.connect()) {
      assertThat(client.send(request).read().body()).isEqualTo("one");
      cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo");
      assertThat(client.send(request).read().body()).isEqualTo("two");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil"
      })
  void aBodyWhereThereIsNoneIsNotSent(String response) {
    cluster.agent.answers(response);
    try (Conversation client = cluster.connect()) {
      client.send(
          "GET /s/"
              + TestingCluster.SESSION
              + "/files/x HTTP/1.1\r\n"
              + cluster.host()
              + cluster.cookie()
              + "\r\n");
      client.readHead();
      client.send("GET /healthz HTTP/1.1\r\n" + cluster.host() + "\r\n");
      assertThat(client.read().body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void aHeadRequestHasNoBodyWhateverTheAgentSends() {
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    try (Conversation client = cluster.connect()) {
      client.send(
          "HEAD /s/"
              + TestingCluster.SESSION
              + "/files/x HTTP/1.1\r\n"
              + cluster.host()
              + cluster.cookie()
              + "\r\n");
      assertThat(client.readHead().header("Content-Length")).isEqualTo("4");
      client.send("GET /healthz HTTP/1.1\r\n" + cluster.host() + "\r\n");
      assertThat(client.read().body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void aBodyThatEndsTooEarlyIsNotTakenForWhole() {
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
    try (Conversation client = cluster.connect()) {
      client.send(
          "GET /s/"
              + TestingCluster.SESSION
              + "/files/x HTTP/1.1\r\n"
              + cluster.host()
              + cluster.cookie()
              + "\r\n");
      assertThat(client.read().body()).isEqualTo("short");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void trailersAndChunkExtensionsAreDropped() {
    Message answer =
        answered(
            Conversation.lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "Trailer: Set-Cookie",
                "",
                "2;evil=1",
                "ok",
                "0",
                "Set-Cookie: a=b",
                "",
                ""));
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(String.join("\n", answer.headers())).doesNotContainIgnoringCase("set-cookie");
  }

  @Test
  void anUpgradeNeedsTheRightAnswer() {
    String right = TestingCluster.switching();
    for (String wrong :
        List.of(
            right.replaceFirst("Accept: .*\r\n", "Accept: AAAA\r\n"),
            right.replaceFirst("Sec-WebSocket-Accept: .*\r\n", ""),
            right.replace("Upgrade: websocket", "Upgrade: h2c"),
            right.replace("Connection: Upgrade", "Connection: close"),
            right.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: evil\r\n\r\n"),
            right.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: evil\r\n\r\n"))) {
      cluster.agent.answers(wrong);
      try (Conversation client = cluster.upgrade("/exec", cluster.sign(cluster.ticket()))) {
        assertThat(client.read().status()).as(wrong).isEqualTo(502);
      }
    }
  }

  @Test
  void aSwitchCarriesNoHeadersOfTheAgent() {
    cluster.agent.answers(
        TestingCluster.switching()
            .replace("\r\n\r\n", "\r\nSet-Cookie: a=b\r\nServer: evil\r\n\r\n"));
    try (Conversation client = cluster.upgrade("/exec", cluster.sign(cluster.ticket()))) {
      Message head = client.readHead();
      assertThat(head.status()).isEqualTo(101);
      assertThat(head.headers()).hasSize(3);
    }
  }

  @Test
  void anUpgradeThatIsDeclinedIsAPlainDisarmedAnswer() {
    cluster.agent.answers(
        "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno");
    try (Conversation client = cluster.upgrade("/terminal/7", cluster.sign(cluster.ticket()))) {
      Message answer = client.read();
      assertThat(answer.status()).isEqualTo(404);
      isDisarmed(answer);
    }
  }
}
