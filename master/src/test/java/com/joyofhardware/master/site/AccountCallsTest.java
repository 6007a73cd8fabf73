package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.Protocol;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCallsTest {
  private TestingMaster master;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterEach
  void stop() {
    master.close();
  }

  private Answer logIn(Object name, String password) {
    return master
        .call("POST", "/api/v1/login")
        .json("{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password))
        .send();
  }

  @Test
  void setUpMakesTheFirstAdministratorOnce() {
    String code = master.accounts.setUp().code().orElseThrow();
    String body = "{\"code\":\"%s\",\"name\":\"ada\",\"password\":\"a good password\"}";

    Answer wrong = master.call("POST", "/api/v1/setup").json(body.formatted("no")).send();
    Answer first = master.call("POST", "/api/v1/setup").json(body.formatted(code)).send();
    Answer again =
        master
            .call("POST", "/api/v1/setup")
            .json(body.formatted(code).replace("ada", "eve"))
            .send();

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().getAsJsonObject().get("admin").getAsBoolean()).isTrue();
    Answer me =
        master.call("GET", "/api/v1/me").cookie(TestingMaster.cookieIn(first, "joy")).send();
    assertThat(me.text("name")).isEqualTo("ada");
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.text("code")).isEqualTo("auth.wrong_credentials");
  }

  @Test
  void aLogInsCookieIsSafe() {
    Answer answer = logIn(master.person().name(), TestingMaster.PASSWORD);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith("joy=")
        .contains("; Path=/;", "Max-Age=2592000", "HttpOnly", "SameSite=Strict")
        .doesNotContain("Secure", "Domain");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void wrongAndUnknownGetTheSameAnswer() {
    Answer wrong = logIn(master.person().name(), "wrong password");
    Answer unknown = logIn("nobody", "wrong password");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(wrong.text("code")).isEqualTo("auth.wrong_credentials");
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void tooManyAttemptsHaveToWaitWhereverTheyComeFrom() {
    Person person = master.person();
    for (int i = 0; i < 10; i++) {
      Answer wrong =
          master
              .call("POST", "/api/v1/login")
              .header(Protocol.CLIENT_HEADER, "192.0.2." + i)
              .json("{\"name\":\"%s\",\"password\":\"wrong\"}".formatted(person.name()))
              .send();
      assertThat(wrong.status()).isEqualTo(401);
    }
    Answer limited = logIn(person.name(), TestingMaster.PASSWORD);

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.text("code")).isEqualTo("request.rate_limited");
    assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
  }

  @Test
  void aWriteWithACookieNeedsOurOwnOrigin() {
    String cookie = master.cookie(master.person());
    String body = "{\"name\":\"blinky\"}";

    Answer none = master.call("POST", "/api/v1/projects").cookie(cookie).json(body).send();
    Answer foreign =
        master
            .call("POST", "/api/v1/projects")
            .cookie(cookie)
            .header("Origin", "http://localhost:8081")
            .json(body)
            .send();
    Answer own = master.call("POST", "/api/v1/projects").fromPage(cookie).json(body).send();

    for (Answer refused : List.of(none, foreign)) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("auth.wrong_origin");
    }
    assertThat(own.status()).isEqualTo(201);
    assertThat(master.call("GET", "/api/v1/projects").cookie(cookie).send().status())
        .isEqualTo(200);
  }

  @Test
  void aForeignPageCantSignAnybodyIn() {
    Answer answer =
        master
            .call("POST", "/api/v1/login")
            .header("Origin", "https://evil.example")
            .json(
                "{\"name\":\"%s\",\"password\":\"%s\"}"
                    .formatted(master.person().name(), TestingMaster.PASSWORD))
            .send();

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void logOutEndsTheCookieAndTheSessionsThatNobodyElseHasOpen() {
    Person person = master.person();
    String here = master.cookie(person);
    String there = master.cookie(person);
    String shared = open(here, person, "shared");
    String own = open(here, person, "own");
    master.call("POST", "/api/v1/sessions/" + shared + "/ticket").fromPage(there).send();
    master.call("POST", "/api/v1/sessions/" + own + "/ticket").fromPage(here).send();
    assertThat(master.call("GET", "/api/v1/logout").cookie(here).send().body())
        .contains(own)
        .doesNotContain(shared);

    Answer out =
        master.call("POST", "/api/v1/logout").fromPage(here).json("{\"endSessions\":true}").send();

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.headers("Set-Cookie"))
        .anyMatch(cookie -> cookie.startsWith("joy=;") && cookie.contains("Max-Age=0"))
        .anyMatch(cookie -> cookie.contains("Path=/s/" + own + "/"));
    assertThat(master.call("GET", "/api/v1/me").cookie(here).send().status()).isEqualTo(401);
    assertThat(state(there, own)).isEqualTo("saving");
    assertThat(state(there, shared)).isEqualTo("active");
  }

  private String open(String cookie, Person person, String project) {
    master.projects.create(person, project, null);
    return master
        .call("POST", "/api/v1/sessions")
        .fromPage(cookie)
        .json("{\"project\":\"%s/%s\"}".formatted(person.name(), project))
        .send()
        .text("id");
  }

  private String state(String cookie, String session) {
    return master.call("GET", "/api/v1/sessions/" + session).cookie(cookie).send().text("state");
  }

  @Test
  void withoutACredentialEveryCallIsRefusedAlike() {
    for (String path :
        List.of("me", "projects", "sessions", "sessions/abcdefgh12", "users", "nope")) {
      Answer answer = master.call("GET", "/api/v1/" + path).send();
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.text("code")).isEqualTo("auth.required");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @Test
  void badBodiesAreExplained() {
    String cookie = master.cookie(master.person());
    Answer missing = master.call("POST", "/api/v1/login").json("{\"name\":\"ada\"}").send();
    Answer none = master.call("POST", "/api/v1/login").send();
    Answer broken = master.call("POST", "/api/v1/login").json("{\"name\":").send();
    Answer wrongType =
        master.call("POST", "/api/v1/login").json("{\"name\":{},\"password\":\"x\"}").send();
    Answer project =
        master
            .call("POST", "/api/v1/sessions")
            .fromPage(cookie)
            .json("{\"project\":\"nowhere\"}")
            .send();
    Answer form =
        master
            .call("POST", "/api/v1/login")
            .json("name=ada")
            .header("Content-Type", "text/plain")
            .send();
    Answer huge =
        master
            .call("POST", "/api/v1/login")
            .json("{\"name\":\"" + "x".repeat(JsonConverter.LONGEST) + "\"}")
            .send();
    Answer method = master.call("PATCH", "/api/v1/me").fromPage(cookie).send();

    assertThat(missing.text("detail")).isEqualTo("password: it is missing");
    for (Answer answer : List.of(missing, none, broken, wrongType, project)) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.text("code")).isEqualTo("request.invalid");
    }
    assertThat(wrongType.text("detail")).startsWith("name: ");
    assertThat(project.text("detail")).startsWith("project: not a project: 'nowhere'");
    assertThat(huge.status()).isEqualTo(413);
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("Allow")).contains("GET");
    assertThat(form.status()).isIn(400, 415);
  }

  @Test
  void anEndedTokenOpensNothingEvenBesideAGoodCookie() {
    Person person = master.person();
    String cookie = master.cookie(person);
    String token = master.token(person, Scope.ALL);
    assertThat(master.call("GET", "/api/v1/me").bearer(token).send().status()).isEqualTo(200);

    String id = master.accounts.tokens().of(person).getFirst().id();
    assertThat(master.call("DELETE", "/api/v1/tokens/" + id).fromPage(cookie).send().status())
        .isEqualTo(204);

    Answer answer = master.call("GET", "/api/v1/me").bearer(token).cookie(cookie).send();
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void aChangedPasswordEndsAllOtherLogIns() {
    Person ada = master.person();
    String here = master.cookie(ada);
    String elsewhere = master.cookie(ada);
    String token = master.token(ada, Scope.API);

    Answer wrong = change(here, "not my password", "a much better one");
    Answer short_ = change(here, TestingMaster.PASSWORD, "short");
    Answer done = change(here, TestingMaster.PASSWORD, "a much better one");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("code")).isEqualTo("auth.wrong_credentials");
    assertThat(short_.status()).isEqualTo(400);
    assertThat(done.status()).isEqualTo(204);
    assertThat(master.call("GET", "/api/v1/me").cookie(here).send().status()).isEqualTo(200);
    assertThat(master.call("GET", "/api/v1/me").cookie(elsewhere).send().status()).isEqualTo(401);
    assertThat(master.call("GET", "/api/v1/me").bearer(token).send().status()).isEqualTo(200);
    assertThat(logIn(ada.name(), TestingMaster.PASSWORD).status()).isEqualTo(401);
    assertThat(logIn(ada.name(), "a much better one").status()).isEqualTo(200);
  }

  @Test
  void aLimitedTokenChangesNoPassword() {
    Person ada = master.person();
    Answer answer =
        master
            .call("POST", "/api/v1/me/password")
            .bearer(master.token(ada, Scope.API))
            .json(
                "{\"current\":\"" + TestingMaster.PASSWORD + "\",\"wanted\":\"a much better one\"}")
            .send();
    assertThat(answer.status()).isEqualTo(403);
  }

  private Answer change(String cookie, String current, String wanted) {
    return master
        .call("POST", "/api/v1/me/password")
        .fromPage(cookie)
        .json("{\"current\":\"%s\",\"wanted\":\"%s\"}".formatted(current, wanted))
        .send();
  }
}
