package com.joyofhardware.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.gateway.Conversation.Message;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BrowserRulesTest {
  private TestingCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new TestingCluster();
    cluster.agent.answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private static final String PATH = "/s/" + TestingCluster.SESSION;

  private int status(String method, String... headers) {
    return cluster.plain(method + " " + PATH + "/files/x HTTP/1.1", headers).status();
  }

  private String origin(String origin) {
    return "Origin: " + origin + "\r\n";
  }

  @Test
  void aCookieNeedsOurOriginOnEveryWrite() {
    for (String method : List.of("PUT", "DELETE")) {
      assertThat(status(method, cluster.cookie())).isEqualTo(403);
      assertThat(status(method, cluster.cookie(), origin(cluster.origin()))).isEqualTo(200);
      assertThat(status(method, cluster.cookie(), origin("http://pages.example"))).isEqualTo(200);
    }
    assertThat(status("GET", cluster.cookie())).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "http://localhost",
        "https://localhost:PORT",
        "http://LOCALHOST:PORT",
        "http://localhost:PORT/",
        "http://localhost:PORT.evil.example",
        "http://3000--abcdefgh2345.localhost:PORT",
        "http://evil.example#http://localhost:PORT",
        ""
      })
  void aForeignOriginIsRefusedOnAnyRequestWithACookie(String template) {
    String origin = template.replace("PORT", String.valueOf(cluster.gateway.port()));
    assertThat(status("GET", cluster.cookie(), origin(origin))).isEqualTo(403);
    assertThat(status("PUT", cluster.cookie(), origin(origin))).isEqualTo(403);
    assertThat(status("GET", cluster.cookie(), origin(cluster.origin()), origin(origin)))
        .isEqualTo(403);
    assertThat(upgradeStatus(origin(origin))).isEqualTo(403);
  }

  @Test
  void aWebSocketWithACookieNeedsAnOrigin() {
    assertThat(upgradeStatus("")).isEqualTo(403);
  }

  private int upgradeStatus(String origin) {
    return cluster
        .plain(
            "GET " + PATH + "/exec HTTP/1.1",
            cluster.cookie(),
            origin,
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
            "Sec-WebSocket-Key: " + TestingCluster.WEB_SOCKET_KEY + "\r\n")
        .status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "document",
        "script",
        "style",
        "image",
        "iframe",
        "worker",
        "serviceworker",
        "object",
        "embed",
        "websocket",
        "EMPTY",
        "empty, document",
        ""
      })
  void nothingUnderASessionIsAPartOfAPage(String destination) {
    assertThat(status("GET", cluster.cookie(), "Sec-Fetch-Dest: " + destination + "\r\n"))
        .isEqualTo(403);
  }

  @Test
  void fetchMayAndAServiceWorkerMayNot() {
    assertThat(status("GET", cluster.cookie(), "Sec-Fetch-Dest: empty\r\n")).isEqualTo(200);
    assertThat(status("GET", cluster.cookie(), "Service-Worker: script\r\n")).isEqualTo(403);
    assertThat(status("GET", token("good"), "Service-Worker: script\r\n")).isEqualTo(403);
  }

  // ---- tokens

  private static String token(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  private void exchangeGivesTickets() {
    cluster.master.exchanges(question ->
        question.token().equals("good")
            ? new Exchanged(
                question.id(), cluster.sign(cluster.ticket(question.session())), null, null)
            : new Exchanged(question.id(), null, "auth.wrong_credentials", "unknown token"));
  }

  @Test
  void aTokenNeedsNoOriginAndIsAskedForOnceInThirtySeconds() {
    exchangeGivesTickets();
    for (int i = 0; i < 5; i++) {
      assertThat(status("PUT", token("good"))).isEqualTo(200);
    }
    assertThat(cluster.master.asked()).isEqualTo(1);
    assertThat(cluster.agent.requests().remove().has("Authorization")).isFalse();
    cluster.clock.advance(java.time.Duration.ofSeconds(31));
    assertThat(status("GET", token("good"))).isEqualTo(200);
    assertThat(cluster.master.asked()).isEqualTo(2);
  }

  @Test
  void whoeverHasJustOpenedASessionNeedsNoExchange() {
    String ticket = cluster.sign(cluster.ticket());
    cluster.masterHttp.answers(
        "HTTP/1.1 201 Created\r\nJoy-Opened: "
            + TestingCluster.SESSION
            + " "
            + ticket
            + "\r\nContent-Length: 2\r\n\r\n{}");

    Message opened =
        cluster.plain("POST /api/v1/sessions HTTP/1.1", token("good"), "Content-Length: 0\r\n");

    assertThat(opened.status()).isEqualTo(201);
    assertThat(opened.has("Joy-Opened")).isFalse();
    assertThat(status("GET", token("good"))).isEqualTo(200);
    assertThat(cluster.master.asked()).isZero();
    assertThat(status("GET", token("other"))).as("another token").isEqualTo(401);
  }

  @Test
  void aWrongTokenIsRememberedBriefly() {
    exchangeGivesTickets();
    for (int i = 0; i < 5; i++) {
      assertThat(status("GET", token("wrong"))).isEqualTo(401);
    }
    assertThat(cluster.master.asked()).isEqualTo(1);
    cluster.clock.advance(java.time.Duration.ofSeconds(3));
    assertThat(status("GET", token("wrong"))).isEqualTo(401);
    assertThat(cluster.master.asked()).isEqualTo(2);
  }

  @Test
  void manyWhoAskAtOnceAreOneQuestion() {
    CountDownLatch answer = new CountDownLatch(1);
    cluster.master.exchanges(question -> {
      awaitLatch(answer);
      return new Exchanged(question.id(), cluster.sign(cluster.ticket()), null, null);
    });
    List<CompletableFuture<Integer>> asking =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> status("GET", token("good")), Thread::startVirtualThread))
            .limit(8)
            .toList();
    TestingCluster.await(() -> cluster.master.asked() == 1);
    answer.countDown();
    assertThat(asking.stream().map(CompletableFuture::join)).containsOnly(200);
    assertThat(cluster.master.asked()).isEqualTo(1);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aForeignSessionAndAnUnknownOneLookAlikeToAToken() {
    cluster.master.exchanges(
        question -> new Exchanged(question.id(), null, "not_found", "there is no such session"));
    Message foreign = cluster.plain("GET " + PATH + "/healthz HTTP/1.1", token("good"));
    Message unknown = cluster.plain("GET /s/nosuchsession2/healthz HTTP/1.1", token("good"));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(unknown.body());
  }

  @Test
  void aCachedTicketOfAnOldContainerIsExchangedAgain() throws IOException {
    exchangeGivesTickets();
    assertThat(status("GET", token("good"))).isEqualTo(200);
    cluster.change(cluster.route(TestingCluster.SESSION, RouteState.STARTING));
    TestingCluster.await(() -> status("GET", token("good")) == 503);
    cluster.change(cluster.route(TestingCluster.SESSION, RouteState.READY));
    TestingCluster.await(() -> status("GET", token("good")) == 200);
  }

  @Test
  void withTheMasterAwayNoTokenIsExchanged() throws IOException {
    exchangeGivesTickets();
    cluster.master.kill();
    TestingCluster.await(() -> status("GET", token("good")) == 503);
    assertThat(cluster.plain("GET " + PATH + "/healthz HTTP/1.1", token("good")).body())
        .contains("master.away");
    assertThat(status("GET", cluster.cookie())).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer a b", "Bearer ä", "bearer", "Token x"})
  void whatIsNoBearerTokenIsRefused(String authorization) {
    assertThat(status("GET", cluster.cookie(), "Authorization: " + authorization + "\r\n"))
        .isEqualTo(401);
  }
}
