package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.SessionState;
import com.joyofhardware.protocol.statement.Ticket;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SessionCallsTest {
  private TestingMaster master;
  private Person ada;
  private String token;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
    ada = master.person();
    token = master.token(ada, Scope.ALL);
    master.projects.create(ada, "blinky", null);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private Answer open(String bearer) {
    return master
        .call("POST", "/api/v1/sessions")
        .bearer(bearer)
        .json("{\"project\":\"%s/blinky\"}".formatted(ada.name()))
        .send();
  }

  @Test
  void aProjectIsMadeFromATemplateAndListed() {
    assertThat(master.call("GET", "/api/v1/templates").bearer(token).send().body())
        .contains("icebreaker-blinky");
    Answer created =
        master
            .call("POST", "/api/v1/projects")
            .bearer(token)
            .json("{\"name\":\"other\",\"template\":\"icebreaker-blinky\"}")
            .send();

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("cloneUrl"))
        .isEqualTo("http://localhost:8080/git/" + ada.name() + "/other.git");
    assertThat(created.text("visibility")).isEqualTo("private");
    assertThat(created.json().getAsJsonObject().get("sshUrl").isJsonNull()).isTrue();
    assertThat(master.call("GET", "/api/v1/projects").bearer(token).send().body())
        .contains("\"other\"", "\"blinky\"");
    assertThat(
            master
                .call("POST", "/api/v1/projects")
                .bearer(token)
                .json("{\"name\":\"other\"}")
                .send()
                .text("code"))
        .isEqualTo("name.taken");
  }

  @Test
  void aSessionIsOpenedFoundAndEnded() {
    Answer opened = open(token);
    assertThat(opened.status()).isEqualTo(201);
    String id = opened.text("id");
    assertThat(opened.header("Location")).isEqualTo("/api/v1/sessions/" + id);
    assertThat(opened.text("tunnel")).isEqualTo("/s/" + id + "/");
    assertThat(opened.text("claim")).isEqualTo("1.1");
    assertThat(open(token).text("id")).isEqualTo(id);
    assertThat(master.call("GET", "/api/v1/sessions").bearer(token).send().body()).contains(id);

    Answer ended = master.call("DELETE", "/api/v1/sessions/" + id).bearer(token).send();
    assertThat(ended.status()).isEqualTo(202);
    assertThat(ended.text("state")).isEqualTo("saving");
  }

  @Test
  void aQueuedSessionIsAccepted() {
    master.sessions.startIn(SessionState.QUEUED);
    Answer answer = open(token);
    assertThat(answer.status()).isEqualTo(202);
    JsonObject session = answer.json().getAsJsonObject();
    assertThat(session.get("queuePosition").getAsInt()).isEqualTo(3);
    assertThat(session.keySet()).contains("size", "node", "claim", "url", "tunnel");
    assertThat(session.get("claim").isJsonNull()).isTrue();
  }

  @Test
  void aSizeThatDoesNotExistIsRefused() {
    Answer answer =
        master
            .call("POST", "/api/v1/sessions")
            .bearer(token)
            .json("{\"project\":\"%s/blinky\",\"size\":\"huge\"}".formatted(ada.name()))
            .send();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail"))
        .isEqualTo("size: 'huge' is unknown; there are full, burst, any");
  }

  @Test
  void aTicketIsACookieOfTheTunnelsPath() throws Exception {
    String id = open(token).text("id");
    Answer answer = master.call("POST", "/api/v1/sessions/" + id + "/ticket").bearer(token).send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("claim")).isEqualTo("1.1");
    assertThat(answer.headers("Set-Cookie"))
        .singleElement()
        .asString()
        .contains("Path=/s/" + id + "/;", "Max-Age=600", "HttpOnly", "SameSite=Strict");
    String ticket = TestingMaster.cookieIn(answer, "joy-ticket").substring("joy-ticket=".length());
    assertThat(master.verifier.verify(ticket, Ticket.class).session()).isEqualTo(new SessionId(id));
    assertThat(answer.body()).doesNotContain(ticket);
  }

  @Test
  void aSessionThatStartsHasNoTicketYet() {
    master.sessions.startIn(SessionState.STARTING);
    String id = open(token).text("id");
    Answer answer = master.call("POST", "/api/v1/sessions/" + id + "/ticket").bearer(token).send();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("code")).isEqualTo("session.starting");
    assertThat(answer.header("Retry-After")).isNotNull();
  }

  @Test
  void whatIsSomebodyElsesLooksMissing() {
    String id = open(token).text("id");
    String eve = master.token(master.person(true), Scope.ALL);
    String none = "abcdefgh12345678";
    for (String method : List.of("GET", "DELETE")) {
      Answer foreign = master.call(method, "/api/v1/sessions/" + id).bearer(eve).send();
      Answer missing = master.call(method, "/api/v1/sessions/" + none).bearer(eve).send();
      Answer impossible = master.call(method, "/api/v1/sessions/NO").bearer(eve).send();
      assertThat(foreign.status()).isEqualTo(404);
      assertThat(foreign.body().replace(id, none)).isEqualTo(missing.body());
      assertThat(impossible.body().replace("NO", none)).isEqualTo(missing.body());
    }
    for (String call : List.of("/ticket", "/events")) {
      String method = call.equals("/ticket") ? "POST" : "GET";
      assertThat(master.call(method, "/api/v1/sessions/" + id + call).bearer(eve).send().status())
          .isEqualTo(404);
    }
    Answer project = open(eve);
    Answer missing =
        master
            .call("POST", "/api/v1/sessions")
            .bearer(eve)
            .json("{\"project\":\"%s/nope\"}".formatted(ada.name()))
            .send();
    assertThat(project.status()).isEqualTo(404);
    assertThat(project.body().replace("blinky", "nope")).isEqualTo(missing.body());
  }

  @Test
  @Timeout(60)
  void eventsTellEachStateUntilTheEnd() throws Exception {
    master.sessions.startIn(SessionState.STARTING);
    String id = open(token).text("id");
    HttpResponse<InputStream> response =
        master
            .client()
            .send(
                master.call("GET", "/api/v1/sessions/" + id + "/events").bearer(token).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("event: session");
      assertThat(lines.readLine()).startsWith("data: {").contains("\"starting\"");
      assertThat(lines.readLine()).isEmpty();
      for (SessionState state :
          List.of(SessionState.ACTIVE, SessionState.SAVING, SessionState.DESTROYED)) {
        master.sessions.move(new SessionId(id), state);
        assertThat(lines.readLine()).isEqualTo("event: session");
        assertThat(lines.readLine()).contains("\"" + state.name().toLowerCase(Locale.ROOT) + "\"");
        assertThat(lines.readLine()).isEmpty();
      }
      assertThat(lines.readLine()).isNull();
    }
    Instant deadline = Instant.now().plusSeconds(10);
    while (master.sessions.followers() > 0) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  @Timeout(60)
  void aStopDoesNotWaitForEventStreams() throws Exception {
    String id = open(token).text("id");
    HttpResponse<InputStream> response =
        master
            .client()
            .send(
                master.call("GET", "/api/v1/sessions/" + id + "/events").bearer(token).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    response.body().read();

    Instant before = Instant.now();
    master.master.close();

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(4));
    assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("\"active\"");
  }
}
