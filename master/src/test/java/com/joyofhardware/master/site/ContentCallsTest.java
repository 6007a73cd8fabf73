package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCallsTest {
  private static TestingMaster master;

  private Person ada;
  private String token;
  private String project;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  @BeforeEach
  void make() {
    ada = master.person();
    token = master.token(ada, Scope.API);
    master.projects.create(ada, "blinky", null);
    project = "/api/v1/projects/" + ada.name() + "/blinky";
  }

  private void publish() {
    Answer answer =
        master.call("PATCH", project).bearer(token).json("{\"visibility\":\"public\"}").send();
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("visibility")).isEqualTo("public");
  }

  private List<String> reads() {
    return List.of(
        project,
        project + "/refs",
        project + "/commits",
        project + "/tree",
        project + "/blob?path=page.html",
        project + "/raw?path=page.html");
  }

  @Test
  void theOwnerReadsEverything() {
    for (String path : reads()) {
      assertThat(master.call("GET", path).bearer(token).send().status()).as(path).isEqualTo(200);
    }
    assertThat(master.call("GET", project + "/tree?path=src").bearer(token).send().text("path"))
        .isEqualTo("src");
  }

  @Test
  void aPrivateProjectLooksMissingToAllOthers() {
    String eve = master.token(master.person(), Scope.API);
    for (String path : reads()) {
      String nowhere = path.replace("/blinky", "/nothing");
      Answer private_ = master.call("GET", path).bearer(eve).send();
      Answer missing = master.call("GET", nowhere).bearer(eve).send();
      assertThat(private_.status()).as(path).isEqualTo(404);
      assertThat(private_.body().replace("blinky", "nothing")).isEqualTo(missing.body());
      Answer visitor = master.call("GET", path).send();
      assertThat(visitor.status()).as(path).isEqualTo(401);
      assertThat(visitor.body()).isEqualTo(master.call("GET", nowhere).send().body());
    }
  }

  @Test
  void aPublicProjectIsForEverybodyToReadAndForNobodyElseToChange() {
    publish();
    String eve = master.token(master.person(), Scope.API);
    for (String path : reads()) {
      assertThat(master.call("GET", path).send().status()).as(path).isEqualTo(200);
      assertThat(master.call("GET", path).bearer(eve).send().status()).as(path).isEqualTo(200);
    }
    String change = "{\"visibility\":\"private\"}";
    assertThat(master.call("PATCH", project).bearer(eve).json(change).send().status())
        .isEqualTo(403);
    assertThat(master.call("PATCH", project).json(change).send().status()).isEqualTo(401);
  }

  @Test
  void rawBytesCanBecomeNothingElse() {
    Answer text = master.call("GET", project + "/raw?path=page.html").bearer(token).send();
    Answer bytes = master.call("GET", project + "/raw?path=bytes").bearer(token).send();

    assertThat(text.body()).isEqualTo(TestingContents.PAGE);
    assertThat(text.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(bytes.header("Content-Type")).isEqualTo("application/octet-stream");
    for (Answer answer : List.of(text, bytes)) {
      assertThat(answer.headers("Content-Security-Policy"))
          .containsExactly("sandbox; default-src 'none'");
      assertThat(answer.header("Content-Disposition")).isEqualTo("attachment");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }
  }

  @Test
  void rawBytesAreFetchedAndNothingElse() {
    for (String use : List.of("document", "iframe", "script", "image", "worker", "style")) {
      Answer answer =
          master
              .call("GET", project + "/raw?path=page.html")
              .bearer(token)
              .header("Sec-Fetch-Dest", use)
              .send();
      assertThat(answer.status()).as(use).isEqualTo(403);
    }
    Answer worker =
        master
            .call("GET", project + "/raw?path=page.html")
            .bearer(token)
            .header("Service-Worker", "script")
            .send();
    assertThat(worker.status()).isEqualTo(403);
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    String path = project + "/raw?path=bytes";
    String tag = master.call("GET", path).bearer(token).send().header("ETag");
    Answer again = master.call("GET", path).bearer(token).header("If-None-Match", tag).send();

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void whatIsWrongIsNamed() {
    Answer limit = master.call("GET", project + "/commits?limit=0").bearer(token).send();
    Answer path = master.call("GET", project + "/blob").bearer(token).send();
    Answer word =
        master.call("PATCH", project).bearer(token).json("{\"visibility\":\"secret\"}").send();

    assertThat(limit.status()).isEqualTo(400);
    assertThat(limit.text("detail")).contains("limit");
    assertThat(path.status()).isEqualTo(400);
    assertThat(path.text("detail")).contains("path");
    assertThat(word.status()).isEqualTo(400);
    assertThat(word.text("detail")).contains("private, public");
  }
}
