package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.ReservedNames;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  private static TestingMaster master;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private static String policy(Answer answer) {
    assertThat(answer.headers("Content-Security-Policy")).hasSize(1);
    return answer.header("Content-Security-Policy");
  }

  @Test
  void pagesLoadScriptsFromAssetsAlone() {
    for (String path : List.of("/", "/login", "/setup")) {
      Answer answer = master.call("GET", path).send();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
      assertThat(policy(answer))
          .contains("script-src http://localhost:8080/assets/;")
          .contains("worker-src http://localhost:8080/assets/;")
          .contains("frame-ancestors 'self'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("noopener-allow-popups");
      assertThat(answer.header("Strict-Transport-Security")).isNull();
    }
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgain() {
    Answer first = master.call("GET", "/login").send();
    String tag = first.header("ETag");

    Answer again = master.call("GET", "/login").header("If-None-Match", tag).send();
    Answer other = master.call("GET", "/login").header("If-None-Match", "\"other\"").send();

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("Content-Security-Policy"))
        .isEqualTo(first.header("Content-Security-Policy"));
    assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(first.body());
  }

  @Test
  void whoIsNotSignedInIsLedThereAndBack() {
    Answer dashboard = master.call("GET", "/dashboard").send();
    Answer ide = master.call("GET", "/ide/abcdefgh12345678").send();

    assertThat(dashboard.status()).isEqualTo(302);
    assertThat(dashboard.header("Location")).isEqualTo("/login?next=%2Fdashboard");
    assertThat(ide.header("Location")).isEqualTo("/login?next=%2Fide%2Fabcdefgh12345678");
    String cookie = master.cookie(master.person());
    assertThat(master.call("GET", "/dashboard").cookie(cookie).send().body()).isEqualTo("projects");
  }

  @Test
  void noAddressLeadsToAnotherSite() {
    for (String path :
        List.of(
            "//evil.example/ide/x", "/%2F/evil.example", "/ide/%2F%2Fevil.example", "/\\evil")) {
      Answer answer;
      try {
        answer = master.call("GET", path).send();
      } catch (IllegalArgumentException e) {
        continue; // no client can send it
      }
      if (answer.header("Location") != null) {
        assertThat(answer.header("Location")).as(path).startsWith("/login?next=%2Fide%2F");
      } else {
        assertThat(answer.status()).as(path).isIn(400, 404);
      }
    }
  }

  @Test
  void theIdeIsForTheSessionsPersonAndBringsATicket() {
    Person ada = master.person();
    String cookie = master.cookie(ada);
    master.projects.create(ada, "blinky", null);
    String id =
        master
            .call("POST", "/api/v1/sessions")
            .fromPage(cookie)
            .json("{\"project\":\"%s/blinky\"}".formatted(ada.name()))
            .send()
            .text("id");

    Answer own = master.call("GET", "/ide/" + id).cookie(cookie).send();
    Answer foreign = master.call("GET", "/ide/" + id).cookie(master.cookie(master.person())).send();

    assertThat(own.status()).isEqualTo(200);
    assertThat(own.body()).isEqualTo("workbench");
    assertThat(own.headers("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith("joy-ticket=")
        .contains("Path=/s/" + id + "/");
    assertThat(policy(own))
        .contains("style-src http://localhost:8080/assets/ 'unsafe-inline'")
        .contains("'wasm-unsafe-eval'")
        .contains("ws://localhost:8080/s/" + id + "/")
        .contains("http://localhost:8080/api/v1/sessions/" + id + "/")
        .doesNotContain("tokens", "'unsafe-eval'", "connect-src 'self'");
    assertThat(own.header("Cross-Origin-Opener-Policy")).isEqualTo("noopener-allow-popups");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void assetsAreKeptForeverAndComeCompressed() {
    String path = "/assets/app-1234.js";
    Answer plain = master.call("GET", path).send();
    Answer brotli = master.call("GET", path).header("Accept-Encoding", "gzip, br").send();
    Answer gzip = master.call("GET", path).header("Accept-Encoding", "gzip").send();

    assertThat(plain.body()).isEqualTo("let long = 'a script'");
    assertThat(plain.header("Cache-Control"))
        .contains("max-age=31536000", "public", "immutable")
        .doesNotContain("no-store");
    assertThat(plain.header("Content-Type")).startsWith("text/javascript");
    assertThat(brotli.body()).isEqualTo("brotli");
    assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
    assertThat(brotli.header("Content-Type")).startsWith("text/javascript");
    assertThat(brotli.header("Vary")).contains("Accept-Encoding");
    assertThat(gzip.body()).isEqualTo("gzip");
    assertThat(policy(plain)).contains("connect-src http://localhost:8080/assets/");
  }

  @Test
  void nothingElseOfTheFolderIsServed() {
    for (String path :
        List.of(
            "/secret.txt",
            "/assets/../secret.txt",
            "/assets/%2e%2e/secret.txt",
            "/assets/..%2fsecret.txt",
            "/assets/nope.js",
            "/assets/")) {
      Answer answer = master.call("GET", path).send();
      assertThat(answer.status()).as(path).isIn(400, 404);
      assertThat(answer.body()).doesNotContain("not for everybody");
    }
  }

  @Test
  void missingPagesSpeakTheVisitorsLanguage() {
    Answer page = master.call("GET", "/nothing").header("Accept", "text/html").send();
    Answer program = master.call("GET", "/nothing").send();

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body()).contains("There is nothing here");
    assertThat(policy(page)).contains("style-src http://localhost:8080/assets/;");
    assertThat(program.text("code")).isEqualTo("not_found");
    assertThat(
            master
                .call("GET", "/api/v1/nothing")
                .bearer(master.token(master.person(), Scope.ALL))
                .send()
                .text("code"))
        .isEqualTo("not_found");
  }

  @Test
  void aProjectsPageIsForWhoMayReadIt() {
    Person ada = master.person();
    master.projects.create(ada, "blinky", null);
    String path = "/" + ada.name() + "/blinky";
    Answer own = master.call("GET", path).cookie(master.cookie(ada)).send();
    Answer visitor = master.call("GET", path + "?ref=main").send();
    Answer nowhere = master.call("GET", "/" + ada.name() + "/nothing?ref=main").send();

    assertThat(own.body()).isEqualTo("project");
    assertThat(policy(own)).contains("script-src http://localhost:8080/assets/;");
    assertThat(own.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(visitor.header("Location"))
        .isEqualTo("/login?next=" + path.replace("/", "%2F") + "%3Fref%3Dmain");
    assertThat(nowhere.header("Location"))
        .isEqualTo(visitor.header("Location").replace("blinky", "nothing"));
    assertThat(master.call("GET", path).cookie(master.cookie(master.person())).send().status())
        .isEqualTo(404);
    master.projects.change(master.projects.ownedBy(ada).getFirst(), Visibility.PUBLIC, null);
    assertThat(master.call("GET", path).send().body()).isEqualTo("project");
  }

  @Test
  void noReservedNameIsTakenForAPerson() {
    for (String name : ReservedNames.all()) {
      assertThat(Pages.isSitePage("/" + name + "/blinky")).as(name).isFalse();
      Answer answer = master.call("GET", "/" + name + "/blinky").send();
      assertThat(answer.body()).as(name).isNotEqualTo("project");
    }
  }

  @Test
  void everyFirstSegmentOfOursIsReserved() {
    assertThat(master.firstSegments())
        .contains("api", "git", "ide", "assets", "login", "healthz")
        .allMatch(segment -> ReservedNames.all().contains(segment) || !isName(segment));
  }

  private static boolean isName(String segment) {
    return Name.isValid(segment);
  }

  @Test
  void servletsOfOtherModulesAreReachedUntouched() {
    Answer answer = master.call("POST", "/git/ada/blinky.git/git-upload-pack").send();
    assertThat(answer.body()).isEqualTo("POST /ada/blinky.git/git-upload-pack");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }
}
