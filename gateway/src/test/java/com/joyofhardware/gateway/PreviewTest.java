package com.joyofhardware.gateway;

import static com.joyofhardware.gateway.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.front.FrontMessage.SharesChanged;
import com.joyofhardware.protocol.statement.PreviewTicket;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Previews: who gets in, what passes, what a hostile program can't do. */
@Timeout(60)
class PreviewTest {
  private static final int PORT = 3000;
  private static final String HOST = PORT + "--" + TestingCluster.SESSION + ".localhost:8080";
  private static final String OWN = "Origin: http://" + HOST + "\r\n";
  private static final String PAGE = "Accept: text/html\r\n";
  private static final String SHARE = "share-1";

  private TestingCluster cluster;
  private TestingServer program;
  private TestingPort port;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
    program = new TestingServer();
    program.answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    port = new TestingPort(program.port());
    cluster.agent.plays(port);
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    program.close();
  }

  private PreviewTicket ticket(int of, String grant, Duration life) {
    return new PreviewTicket(
        cluster.ticket().person(),
        TestingCluster.SESSION,
        of,
        TestingCluster.CONTAINER,
        TestingCluster.CLAIM,
        grant,
        cluster.clock.instant().plus(life));
  }

  private String signed() {
    return cluster.signAny(ticket(PORT, "grant-1", Duration.ofMinutes(10)));
  }

  private static String cookie(String value) {
    return "Cookie: joy-preview=" + value + "\r\n";
  }

  private Message ask(String line, String... headers) {
    try (Conversation to = cluster.connect()) {
      to.send(line + " HTTP/1.1\r\nHost: " + HOST + "\r\n" + String.join("", headers) + "\r\n");
      return to.read();
    }
  }

  // ---- what passes

  @Test
  void theProgramAnswersOnItsOriginWithTheVisitorsHost() {
    Message answer = ask("GET /a?b=c", cookie(signed()), "X-Own: yes\r\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    Message asked = program.requests().remove();
    assertThat(asked.first()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(asked.header("Host")).isEqualTo(HOST);
    assertThat(asked.header("X-Own")).isEqualTo("yes");
    assertThat(port.handshakes().remove().first()).isEqualTo("GET /ports/3000 HTTP/1.1");
  }

  @Test
  void nothingOfOursReachesTheProgram() {
    ask(
        "GET /",
        "Cookie: theirs=1; joy=secret; __Host-joy=secret; joy-ticket=secret; joy-preview="
            + signed()
            + "\r\n",
        "Authorization: Bearer secret\r\n",
        "Joy-Ticket: secret\r\n",
        "X-Forwarded-For: secret\r\n",
        "X_Forwarded_Host: secret\r\n",
        "Forwarded: secret\r\n",
        "X-Real-IP: secret\r\n",
        "Proxy-Authorization: secret\r\n");
    Message asked = program.requests().remove();
    assertThat(asked.header("Cookie")).isEqualTo("theirs=1");
    assertThat(asked.headers().toString()).doesNotContain("secret").doesNotContain("eyJ");
  }

  @Test
  void aBodyIsStreamedBothWaysAndTheConnectionStays() {
    program.plays(with -> {
      Message asked = with.read();
      with.send("HTTP/1.1 200 OK\r\n\r\n" + asked.body());
    });
    String big = "x".repeat(1_000_000);
    try (Conversation to = cluster.connect()) {
      for (int i = 0; i < 2; i++) {
        to.send(
            "POST / HTTP/1.1\r\nHost: "
                + HOST
                + "\r\n"
                + OWN
                + cookie(signed())
                + "Content-Length: 1000000\r\n\r\n"
                + big);
        // without a length: it ends with the program's connection, not with ours
        assertThat(to.read().body()).isEqualTo(big);
      }
    }
  }

  @Test
  void aWebSocketIsRelayedAndEachSideMayEndFirst() throws IOException {
    program.plays(with -> {
      Message asked = with.readHead();
      with.send(
          "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Accept: "
              + AgentRequest.acceptOf(asked.header("Sec-WebSocket-Key"))
              + "\r\n\r\nearly");
      byte[] all = with.in().readAllBytes(); // until the visitor's half-close
      with.send("got " + all.length);
    });
    try (Conversation to = upgrade(OWN)) {
      assertThat(to.readHead().status()).isEqualTo(101);
      to.send("12345");
      to.socket().shutdownOutput();
      assertThat(new String(to.in().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("earlygot 5");
    }
  }

  private Conversation upgrade(String origin) {
    Conversation to = cluster.connect();
    to.send(
        "GET /ws HTTP/1.1\r\nHost: "
            + HOST
            + "\r\n"
            + origin
            + cookie(signed())
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: "
            + TestingCluster.WEB_SOCKET_KEY
            + "\r\n\r\n");
    return to;
  }

  @Test
  void whereNothingListensAPageSaysSo() {
    cluster.agent.answers("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    Message answer = ask("GET /", cookie(signed()), PAGE);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("Nothing listens here");
  }

  @Test
  void aProgramThatSpeaksNoHttpOrEndsEarlyIsNamed() {
    for (String said : List.of("SSH-2.0-x\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Le")) {
      program.plays(with -> {
        with.readHead();
        with.send(said);
      });
      Message answer = ask("GET /", cookie(signed()), PAGE);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body()).contains("No valid answer");
    }
  }

  // ---- what a hostile program can't do

  @Test
  void aCookieStaysWithItsHostAndIsNoneOfOurs() {
    program.answers(
        lines(
            "HTTP/1.1 200 OK",
            "Content-Length: 0",
            "Set-Cookie: own=1; Path=/; Domain=localhost; HttpOnly",
            "Set-Cookie: two=2;  domain = .localhost",
            "Set-Cookie: joy=stolen",
            "Set-Cookie: __HOST-joy=stolen",
            "Set-Cookie: joy-preview=stolen",
            "Set-Cookie: =joy-ticket=stolen",
            "Set-Cookie: joy-ticket",
            "",
            ""));
    Message answer = ask("GET /", cookie(signed()));
    assertThat(
            answer.headers().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie")))
        .containsExactly("set-cookie: own=1; Path=/; HttpOnly", "set-cookie: two=2");
  }

  @Test
  void headersThatReachBeyondItsOriginAreDropped() {
    program.answers(
        lines(
            "HTTP/1.1 200 OK",
            "Content-Length: 0",
            "Clear-Site-Data: \"*\"",
            "Strict-Transport-Security: max-age=9",
            "Alt-Svc: h3=\":1\"",
            "Joy-Opened: x",
            "WWW-Authenticate: Basic",
            "Connection: X-Hop",
            "X-Hop: 1",
            "X-Own: 1",
            "",
            ""));
    Message answer = ask("GET /", cookie(signed()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-Own")).isEqualTo("1");
    for (String name :
        List.of(
            "Clear-Site-Data",
            "Strict-Transport-Security",
            "Alt-Svc",
            "Joy-Opened",
            "WWW-Authenticate",
            "X-Hop")) {
      assertThat(answer.has(name)).as(name).isFalse();
    }
  }

  @Test
  void moreThanOneAnswerIsNotTheNextVisitors() {
    program.answers(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
            + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    try (Conversation to = cluster.connect()) {
      for (int i = 0; i < 2; i++) {
        to.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + cookie(signed()) + "\r\n");
        assertThat(to.read().body()).isEqualTo("a");
      }
    }
  }

  // ---- who gets in

  @Test
  void withoutACookieAPageSaysHowToOpenIt() {
    Message answer = ask("GET /", PAGE);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).contains("private").contains("/ide/" + TestingCluster.SESSION);
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(ask("GET /").header("Content-Type")).contains("problem+json");
    assertThat(program.requests()).isEmpty();
  }

  @Test
  void foreignForgedExpiredAndStaleTicketsOpenNothing() {
    PreviewTicket good = ticket(PORT, "grant-1", Duration.ofMinutes(10));
    String forged = new StatementSigner(TestingCluster.newKeys().getPrivate()).sign(good);
    PreviewTicket otherSession =
        new PreviewTicket(
            good.person(),
            TestingCluster.OTHER,
            PORT,
            good.container(),
            good.claim(),
            good.grant(),
            good.expires());
    for (String bad :
        List.of(
            "nonsense",
            forged,
            cluster.signAny(otherSession),
            cluster.signAny(ticket(PORT + 1, "grant-1", Duration.ofMinutes(10))),
            cluster.sign(cluster.ticket()),
            cluster.signAny(ticket(PORT, "grant-1", Duration.ofDays(-1))),
            cluster.signAny(ticket(PORT, SHARE, Duration.ofMinutes(10))))) {
      assertThat(ask("GET /", cookie(bad)).status()).as(bad).isEqualTo(401);
    }
    assertThat(program.requests()).isEmpty();
  }

  @Test
  void aPreviewsTicketOpensNeitherATunnelNorTheApi() {
    cluster.masterHttp.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    Message tunnel =
        cluster.plain(
            "GET /s/" + TestingCluster.SESSION + "/healthz HTTP/1.1",
            TestingCluster.cookie(signed()));
    assertThat(tunnel.status()).isEqualTo(401);
    // on the preview's host all paths are the program's
    for (String path : List.of("/api/v1/me", "/s/x/rpc", "/healthz", "/assets/a.js")) {
      assertThat(ask("GET " + path, cookie(signed())).body()).isEqualTo("hello");
    }
    assertThat(cluster.masterHttp.requests()).isEmpty();
  }

  @Test
  void anotherOriginsPageDoesntActWithTheCookie() {
    for (String foreign :
        List.of(
            "Origin: http://localhost:8080\r\n",
            "Origin: null\r\n",
            "Origin: http://3001--" + TestingCluster.SESSION + ".localhost:8080\r\n",
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n")) {
      assertThat(ask("GET /", cookie(signed()), foreign).status()).as(foreign).isEqualTo(401);
    }
    assertThat(ask("POST /", cookie(signed()), "Content-Length: 0\r\n").status()).isEqualTo(401);
    try (Conversation to = upgrade("Origin: http://localhost:8080\r\n")) {
      assertThat(to.read().status()).isEqualTo(401);
    }
    assertThat(
            ask(
                    "GET /",
                    cookie(signed()),
                    lines(
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: document",
                        ""))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aCodeIsRedeemedAtTheMasterForACookieOfThisHostAlone() {
    String code = "c".repeat(32);
    cluster.master.previews(question ->
        code.equals(question.code()) && question.port() == PORT
            ? new PreviewAnswer(question.id(), signed(), null, null)
            : new PreviewAnswer(question.id(), null, "auth.required", "used"));
    Message answer = ask("GET /.joy/enter?code=" + code, PAGE);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo("/");
    String cookie = answer.header("Set-Cookie");
    assertThat(cookie)
        .startsWith("joy-preview=")
        .contains("; HttpOnly; SameSite=Lax")
        .contains("; Path=/;")
        .doesNotContainIgnoringCase("domain");
    assertThat(
            ask("GET /", "Cookie: " + cookie.substring(0, cookie.indexOf(';')) + "\r\n").status())
        .isEqualTo(200);
    assertThat(ask("GET /.joy/enter?code=" + "d".repeat(32), PAGE).status()).isEqualTo(401);
    assertThat(ask("GET /.joy/enter?code=<>", PAGE).status()).isEqualTo(403);
    assertThat(ask("GET /.joy/else", cookie(signed())).status()).isEqualTo(404);
  }

  @Test
  void aTicketThatIsOldOrOfAnotherContainerIsRenewed() {
    cluster.master.previews(question ->
        question.ticket() == null
            ? new PreviewAnswer(question.id(), null, "auth.required", "no")
            : new PreviewAnswer(question.id(), signed(), null, null));
    for (Duration left : List.of(Duration.ofMinutes(2), Duration.ofHours(-2))) {
      Message answer = ask("GET /", cookie(cluster.signAny(ticket(PORT, "grant-1", left))));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Set-Cookie"))
          .startsWith("joy-preview=" + signed().substring(0, 20));
    }
  }

  @Test
  void aRevocationCutsWhatIsOpenAndRefusesWhatComes() throws Exception {
    program.plays(with -> {
      with.readHead();
      with.send("HTTP/1.1 200 OK\r\n\r\nfirst");
      with.in().readAllBytes();
    });
    try (Conversation to = cluster.connect()) {
      to.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + cookie(signed()) + "\r\n");
      assertThat(to.readHead().status()).isEqualTo(200);
      Revoked revoked =
          new Revoked(RevokedKind.GRANT, "grant-1", cluster.clock.instant().getEpochSecond() + 600);
      cluster.revoked.add(revoked);
      cluster.master.tell(revoked);
      while (!to.ended()) {
        // what was sent before the end
      }
    }
    assertThat(ask("GET /", cookie(signed())).status()).isEqualTo(401);
  }

  // ---- shared ports

  @Test
  void aSharedPortIsOpenToAnybodyUntilItIsClosed() throws Exception {
    share(List.of(new Share(TestingCluster.SESSION, PORT, SHARE)));
    cluster.master.previews(question ->
        new PreviewAnswer(
            question.id(),
            cluster.signAny(ticket(PORT, SHARE, Duration.ofMinutes(10))),
            null,
            null));
    TestingCluster.await(() -> ask("GET /").status() == 200);
    assertThat(ask("POST /", "Content-Length: 0\r\n").status()).isEqualTo(200);
    program.plays(with -> {
      with.readHead();
      with.send("HTTP/1.1 200 OK\r\n\r\nfirst");
      with.in().readAllBytes();
    });
    try (Conversation to = cluster.connect()) {
      to.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(to.readHead().status()).isEqualTo(200);
      share(List.of());
      while (!to.ended()) {
        // what was sent before the end
      }
    }
    assertThat(ask("GET /").status()).isEqualTo(401);
  }

  private void share(List<Share> shares) throws IOException {
    cluster.shares.clear();
    cluster.shares.addAll(shares);
    cluster.master.tell(new SharesChanged(shares));
  }

  @Test
  void sharesOutliveARestartOfTheMasterAndASessionThatStartsSaysSo() throws Exception {
    cluster.master.previews(question ->
        new PreviewAnswer(
            question.id(),
            cluster.signAny(ticket(PORT, SHARE, Duration.ofMinutes(10))),
            null,
            null));
    cluster.shares.add(new Share(TestingCluster.SESSION, PORT, SHARE));
    cluster.killMaster();
    cluster.restartMaster();
    TestingCluster.await(() -> ask("GET /").status() == 200);
    cluster.change(cluster.route(TestingCluster.SESSION, RouteState.STARTING));
    TestingCluster.await(() -> ask("GET /", PAGE).status() == 503);
  }
}
