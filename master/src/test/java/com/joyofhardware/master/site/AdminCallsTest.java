package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCallsTest {
  private static TestingMaster master;
  private static String operator;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
    operator = master.accounts.operator().token();
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  @Test
  void peopleAreAddedGetTokensAndSignIn() {
    Answer added =
        master
            .call("POST", "/api/v1/users")
            .bearer(operator)
            .json("{\"name\":\"grace\",\"password\":\"a good password\",\"admin\":true}")
            .send();
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().getAsJsonObject().get("admin").getAsBoolean()).isTrue();
    assertThat(master.call("GET", "/api/v1/users").bearer(operator).send().body())
        .contains("\"grace\"")
        .doesNotContain("argon2");
    Answer token =
        master
            .call("POST", "/api/v1/users/grace/tokens")
            .bearer(operator)
            .json("{\"scopes\":[\"api\"],\"ttlSeconds\":60}")
            .send();
    assertThat(token.status()).isEqualTo(201);
    assertThat(master.call("GET", "/api/v1/me").bearer(token.text("token")).send().text("name"))
        .isEqualTo("grace");
    assertThat(
            master
                .call("POST", "/api/v1/login")
                .json("{\"name\":\"grace\",\"password\":\"a good password\"}")
                .send()
                .status())
        .isEqualTo(200);
  }

  @Test
  void badPeopleAreExplained() {
    Answer reserved = add("{\"name\":\"nix\"}");
    Answer name = add("{\"name\":\"No Good\"}");
    Answer password = add("{\"name\":\"joan\",\"password\":\"short\"}");
    Answer missing = add("{}");

    assertThat(reserved.text("code")).isEqualTo("name.reserved");
    assertThat(name.text("detail")).startsWith("name: ");
    assertThat(password.text("detail")).startsWith("password: ");
    assertThat(missing.text("detail")).startsWith("name: ");
    assertThat(master.call("POST", "/api/v1/users/nobody/tokens").bearer(operator).send().status())
        .isEqualTo(404);
  }

  private static Answer add(String body) {
    return master.call("POST", "/api/v1/users").bearer(operator).json(body).send();
  }

  @Test
  void removalNeedsAnEmptyAccountAndFreesNoName() {
    Person person = master.person();
    String path = "/api/v1/users/" + person.name();
    master.projects.create(person, "mine", null);
    assertThat(master.call("DELETE", path).bearer(operator).send().status()).isEqualTo(409);

    Person other = master.person();
    String cookie = master.cookie(other);
    assertThat(
            master.call("DELETE", "/api/v1/users/" + other.name()).bearer(operator).send().status())
        .isEqualTo(204);
    assertThat(master.call("GET", "/api/v1/me").cookie(cookie).send().status()).isEqualTo(401);
    assertThat(add("{\"name\":\"" + other.name() + "\"}").text("code")).isEqualTo("name.reserved");
    String admin = master.token(master.person(true), Scope.ALL);
    String self = master.call("GET", "/api/v1/me").bearer(admin).send().text("name");
    assertThat(master.call("DELETE", "/api/v1/users/" + self).bearer(admin).send().status())
        .isEqualTo(409);
  }

  @Test
  void machinesPoolsAndSessionsAreForAdministrators() {
    Person person = master.person();
    String own = master.token(person, Scope.ALL);
    master.projects.create(person, "blinky", null);
    String id =
        master
            .call("POST", "/api/v1/sessions")
            .bearer(own)
            .json("{\"project\":\"%s/blinky\"}".formatted(person.name()))
            .send()
            .text("id");
    for (String path :
        List.of(
            "nodes", "pools", "users", "admin/sessions", "admin/sessions/" + id, "admin/doctor")) {
      assertThat(master.call("GET", "/api/v1/" + path).bearer(own).send().status())
          .as(path)
          .isEqualTo(403);
      assertThat(master.call("GET", "/api/v1/" + path).bearer(operator).send().status())
          .as(path)
          .isEqualTo(200);
    }
    Answer detail = master.call("GET", "/api/v1/admin/sessions/" + id).bearer(operator).send();
    assertThat(detail.json().getAsJsonObject().getAsJsonObject("container").get("pid").getAsInt())
        .isEqualTo(42);
    assertThat(
            master.call("GET", "/api/v1/admin/sessions/abcdefgh1").bearer(operator).send().status())
        .isEqualTo(404);
    Answer stopped = master.call("DELETE", "/api/v1/admin/sessions/" + id).bearer(operator).send();
    assertThat(stopped.status()).isEqualTo(202);
    assertThat(stopped.text("state")).isEqualTo("saving");
  }

  @Test
  void theDoctorNamesWhatIsWrong() {
    master.obstacle.set("bubblewrap is missing");
    Answer answer = master.call("GET", "/api/v1/admin/doctor").bearer(operator).send();
    master.obstacle.set(null);

    assertThat(answer.body())
        .contains("{\"name\":\"sessions\",\"ok\":false,\"detail\":\"bubblewrap is missing\"}")
        .contains("{\"name\":\"database\",\"ok\":true,\"detail\":\"sqlite answers\"}")
        .contains("pool full");
  }

  @Test
  void theOperatorOwnsNothing() {
    Answer answer =
        master
            .call("POST", "/api/v1/projects")
            .bearer(operator)
            .json("{\"name\":\"blinky\"}")
            .send();
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("detail")).contains("make a token for a person");
  }
}
