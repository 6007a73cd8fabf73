package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.ProjectRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCallsTest {
  private static TestingMaster master;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  @Test
  void aTokenIsMadeListedUsedAndRevoked() {
    String cookie = master.cookie(master.person());
    Answer created =
        master
            .call("POST", "/api/v1/tokens")
            .fromPage(cookie)
            .json("{\"name\":\"laptop\",\"scopes\":[\"api\",\"git\"],\"ttlSeconds\":3600}")
            .send();
    assertThat(created.status()).isEqualTo(201);
    String token = created.text("token");
    assertThat(token).matches("joy_[A-Za-z0-9_-]+");

    Answer list = master.call("GET", "/api/v1/tokens").cookie(cookie).send();
    assertThat(list.body()).contains("laptop", "\"api\",\"git\"").doesNotContain(token);
    assertThat(master.call("GET", "/api/v1/projects").bearer(token).send().status()).isEqualTo(200);
    String path = "/api/v1/tokens/" + created.text("id");
    assertThat(master.call("DELETE", path).fromPage(cookie).send().status()).isEqualTo(204);
    assertThat(master.call("DELETE", path).fromPage(cookie).send().status()).isEqualTo(404);
    assertThat(master.call("GET", "/api/v1/projects").bearer(token).send().status()).isEqualTo(401);
  }

  @Test
  void withoutABodyATokenHasAllRights() {
    String cookie = master.cookie(master.person());
    String token = master.call("POST", "/api/v1/tokens").fromPage(cookie).send().text("token");
    assertThat(master.call("POST", "/api/v1/tokens").bearer(token).send().status()).isEqualTo(201);
  }

  @Test
  void scopesLimitWhatATokenDoes() {
    Person person = master.person(true);
    String api = master.token(person, Scope.API);
    String git = master.token(person, Scope.GIT);
    String session = master.token(person, Scope.SESSION);

    assertThat(master.call("GET", "/api/v1/sessions").bearer(api).send().status()).isEqualTo(200);
    assertThat(master.call("GET", "/api/v1/sessions").bearer(session).send().status())
        .isEqualTo(200);
    assertThat(master.call("GET", "/api/v1/pools").bearer(api).send().status()).isEqualTo(200);
    for (String limited : List.of(api, git, session)) {
      assertRefused(master.call("POST", "/api/v1/tokens").bearer(limited).send());
      assertRefused(master.call("GET", "/api/v1/users").bearer(limited).send());
    }
    assertRefused(master.call("GET", "/api/v1/projects").bearer(git).send());
    assertRefused(master.call("GET", "/api/v1/projects").bearer(session).send());
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("code")).isEqualTo("auth.forbidden");
  }

  @Test
  void aSessionsGitTokenIsNoKeyToTheApi() {
    Person person = master.person();
    String token =
        master
            .accounts
            .authentication()
            .mintForProject(
                person, new ProjectRef(person.name(), person.name()), Duration.ofHours(1));
    assertThat(master.call("GET", "/api/v1/me").bearer(token).send().status()).isEqualTo(401);
  }

  @Test
  void anotherPersonsTokenLooksMissing() {
    Person ada = master.person();
    master.token(ada, Scope.ALL);
    String id = master.accounts.tokens().of(ada).getFirst().id();
    String eve = master.token(master.person(), Scope.ALL);

    Answer foreign = master.call("DELETE", "/api/v1/tokens/" + id).bearer(eve).send();
    Answer missing = master.call("DELETE", "/api/v1/tokens/1").bearer(eve).send();

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body().replace(id, "1")).isEqualTo(missing.body());
  }

  @Test
  void wrongScopesAndLifetimesAreNamed() {
    String token = master.token(master.person(), Scope.ALL);
    for (String body :
        List.of(
            "{\"scopes\":[\"everything\"]}",
            "{\"scopes\":[null]}",
            "{\"ttlSeconds\":0}",
            "{\"ttlSeconds\":9223372036854775807}",
            "{\"ttlSeconds\":\"soon\"}")) {
      Answer answer = master.call("POST", "/api/v1/tokens").bearer(token).json(body).send();
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.text("code")).isEqualTo("request.invalid");
      assertThat(answer.text("detail")).containsAnyOf("scopes", "ttlSeconds");
    }
  }
}
