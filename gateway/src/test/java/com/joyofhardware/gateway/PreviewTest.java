package com.joyofhardware.gateway;

import static com.joyofhardware.gateway.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Previews: what passes, what a hostile program can't do. */
class PreviewTest extends PreviewScene {
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
}
