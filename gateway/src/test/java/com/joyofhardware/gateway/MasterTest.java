package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the master: everything that is not a session. */
@Timeout(180)
class MasterTest {
  private TestingCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void whoAsksIsSaidByUsAlone() {
    cluster.masterHttp.answers(OK);
    cluster.plain(
        "GET /a?b=%2f HTTP/1.1",
        "Forwarded: for=1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: gopher\r\n",
        "X-Forwarded-Host: evil.example\r\nX-Forwarded-Prefix: /evil\r\nX_Forwarded_Port: 1\r\n",
        "Joy-Client-Address: 1.2.3.4\r\nJoy-Ticket: x\r\nX-Real-IP: 1.2.3.4\r\n",
        "Connection: Upgrade, X-Drop, Joy-Client-Address\r\nUpgrade: h2c\r\nX-Drop: 1\r\nTE: gzip\r\n",
        "Cookie: joy-session=abc\r\nAuthorization: Bearer x\r\nX-Other: kept\r\n");
    Message request = cluster.masterHttp.requests().remove();
    assertThat(request.first()).isEqualTo("GET /a?b=%2f HTTP/1.1");
    assertThat(request.headers())
        .containsExactlyInAnyOrder(
            "host: localhost:" + cluster.gateway.port(),
            "Cookie: joy-session=abc",
            "Authorization: Bearer x",
            "X-Other: kept",
            "Joy-Client-Address: 127.0.0.1",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Host: localhost:" + cluster.gateway.port(),
            "X-Forwarded-Proto: http");
  }

  @Test
  void theMastersHeadersPassButNotItsInternalOnes() {
    cluster.masterHttp.answers(
        Conversation.lines(
            "HTTP/1.1 302 Found",
            "Location: /x",
            "Set-Cookie: a=b",
            "Set-Cookie: c=d",
            "Joy-Send-File: /etc/shadow",
            "Keep-Alive: timeout=1",
            "Content-Length: 0",
            "",
            ""));
    Message answer = cluster.plain("GET / HTTP/1.1");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers())
        .contains("Location: /x", "Set-Cookie: a=b", "Set-Cookie: c=d")
        .noneMatch(line -> line.startsWith("Joy-") || line.startsWith("Keep-Alive"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost",
        "localhost:1",
        "localhost:PORT.evil.example",
        "localhost:PORT@evil",
        "evil.localhost:PORT",
        "127.0.0.1",
        "[::2]:PORT",
        "pages.example:PORT",
        ""
      })
  void aHostThatIsNotOursIsMisdirected(String template) {
    String host = template.replace("PORT", String.valueOf(cluster.gateway.port()));
    try (Conversation client = cluster.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(421);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:PORT",
        "LOCALHOST:PORT",
        "127.0.0.1:PORT",
        "[::1]:PORT",
        "pages.example"
      })
  void ourHostsAreServed(String template) {
    cluster.masterHttp.answers(OK);
    String host = template.replace("PORT", String.valueOf(cluster.gateway.port()));
    try (Conversation client = cluster.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void withTheMasterAwayPeopleGetACalmPageAndProgramsAProblem() throws IOException {
    cluster.killMaster();
    TestingCluster.await(() -> cluster.plain("GET / HTTP/1.1").status() == 503);
    Message page = cluster.plain("GET /dashboard HTTP/1.1", "Accept: text/html,*/*\r\n");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.header("Retry-After")).isEqualTo("2");
    assertThat(page.body()).contains("Back in a moment").contains("http-equiv=\"refresh\"");
    Message problem = cluster.plain("GET /api/v1/me HTTP/1.1", "Accept: application/json\r\n");
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.body()).contains("\"master.away\"");
    assertThat(cluster.plain("GET /healthz HTTP/1.1").status()).isEqualTo(200);
  }

  @Test
  void aGatewayThatHasNotHeardFromAMasterIsAliveButNotReady() throws IOException {
    java.nio.file.Path nobody = java.nio.file.Path.of("/nonexistent/control.sock");
    try (Gateway lonely = Gateway.start(GatewayConfig.of("127.0.0.1", 0, nobody))) {
      assertThat(statusOf(lonely, "/healthz")).isEqualTo(200);
      assertThat(statusOf(lonely, "/readyz")).isEqualTo(503);
      assertThat(statusOf(lonely, "/s/abcdefgh2345/healthz")).isEqualTo(401);
    }
  }

  private static int statusOf(Gateway gateway, String path) throws IOException {
    try (Conversation client =
        new Conversation(new Socket(InetAddress.getLoopbackAddress(), gateway.port()))) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + gateway.port() + "\r\n\r\n");
      return client.read().status();
    }
  }

  @Test
  void connectionsToTheMasterAreKeptAndAClosedOneIsReplaced() {
    AtomicInteger connections = new AtomicInteger();
    cluster.masterHttp.plays(with -> {
      connections.incrementAndGet();
      for (int i = 0; i < 3; i++) {
        with.read();
        with.send(OK);
      }
    });
    try (Conversation client = cluster.connect()) {
      for (int i = 0; i < 9; i++) {
        client.send("GET / HTTP/1.1\r\n" + cluster.host() + "\r\n");
        assertThat(client.read().status()).isEqualTo(200);
      }
    }
    assertThat(connections).hasValue(3);
  }

  @Test
  void eventsArriveAsTheyHappen() {
    CountDownLatch second = new CountDownLatch(1);
    cluster.masterHttp.plays(with -> {
      with.read();
      with.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
      second.await();
      with.send("data: 2\n\n");
      with.in().read();
    });
    try (Conversation client = cluster.connect()) {
      client.send("GET /events HTTP/1.1\r\n" + cluster.host() + "\r\n");
      assertThat(client.readHead().header("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(readText(client, "9\r\ndata: 1\n\n\r\n".length())).contains("data: 1");
      second.countDown();
      assertThat(readText(client, "9\r\ndata: 2\n\n\r\n".length())).contains("data: 2");
    }
  }

  private static String readText(Conversation from, int length) {
    try {
      return new String(from.in().readNBytes(length), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReaderThatLeavesEndsItsEvents() {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    cluster.masterHttp.plays(with -> {
      with.read();
      with.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
      ended.complete(with.ended());
    });
    Conversation client = cluster.connect();
    client.send("GET /events HTTP/1.1\r\n" + cluster.host() + "\r\n");
    client.readHead();
    client.close();
    assertThat(ended.join()).isTrue();
  }

  @Test
  void theMasterDecidesWhetherABodyIsWanted() {
    cluster.masterHttp.plays(with -> {
      Message head = with.readHead();
      if (head.first().contains("wanted")) {
        with.send("HTTP/1.1 100 Continue\r\n\r\n");
        with.readBody(head);
        with.send(OK);
      } else {
        with.send("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
      }
    });
    String rest =
        " HTTP/1.1\r\n" + cluster.host() + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    try (Conversation client = cluster.connect()) {
      client.send("PUT /wanted" + rest);
      assertThat(client.readHead().status()).isEqualTo(100);
      assertThat(client.send("abc").read().status()).isEqualTo(200);
    }
    try (Conversation client = cluster.connect()) {
      client.send("PUT /other" + rest);
      Message answer = client.read();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("Connection")).isEqualTo("close");
    }
  }

  @Test
  void aGigabytePushAndFetchFlowWithoutBeingHeld() throws Exception {
    long size = 1L << 30;
    cluster.masterHttp.plays(with -> {
      Message head = with.readHead();
      byte[] block = new byte[1 << 17];
      long got = 0;
      InputStream in = with.in();
      for (long left = Long.parseLong(head.header("Content-Length")); left > 0; ) {
        int n = in.read(block, 0, (int) Math.min(block.length, left));
        left -= n;
        got += n;
      }
      with.send("HTTP/1.1 200 OK\r\nContent-Length: " + got + "\r\n\r\n");
      OutputStream out = with.out();
      for (long left = got; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(block.length, left));
      }
      out.flush();
      in.read();
    });
    try (Conversation client = cluster.connect()) {
      client.send(
          "POST /git/a/b.git/git-receive-pack HTTP/1.1\r\n"
              + cluster.host()
              + "Content-Length: "
              + size
              + "\r\n\r\n");
      byte[] block = new byte[1 << 17];
      for (long left = size; left > 0; left -= block.length) {
        client.out().write(block);
      }
      client.out().flush();
      assertThat(client.readHead().header("Content-Length")).isEqualTo(String.valueOf(size));
      long got = 0;
      while (got < size) {
        got += client.in().read(block);
      }
      assertThat(got).isEqualTo(size);
    }
  }

  @Test
  void anEarlyRefusalReachesAClientThatIsStillSending() {
    cluster.masterHttp.plays(with -> {
      with.readHead();
      with.send("HTTP/1.1 401 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
      with.in().readNBytes(1 << 20);
    });
    try (Conversation client = cluster.connect()) {
      client.send("POST /git/x HTTP/1.1\r\n" + cluster.host() + "Content-Length: 10000000\r\n\r\n");
      client.send("x".repeat(100_000));
      assertThat(client.read().status()).isEqualTo(401);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void anOldClientGetsAnAnswerThatEndsWithTheConnection() {
    cluster.masterHttp.answers(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    try (Conversation client = cluster.connect()) {
      client.send("GET / HTTP/1.0\r\n" + cluster.host() + "\r\n");
      Message answer = client.read();
      assertThat(answer.has("Transfer-Encoding")).isFalse();
      assertThat(answer.body()).isEqualTo("ok");
    }
  }
}
