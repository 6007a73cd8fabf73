package com.joyofhardware.gateway;

import static com.joyofhardware.gateway.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.statement.PreviewTicket;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Previews: who gets in, by a ticket or because a port is shared. */
class PreviewDoorTest extends PreviewScene {
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
