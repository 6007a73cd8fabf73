package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  private static TestingMaster master;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterAll
  static void stop() {
    master.close();
    assertThat(master.data.resolve("run/master.json")).doesNotExist();
  }

  @Test
  void livesAndIsReadyOnceASessionCouldStart() {
    assertThat(master.call("GET", "/healthz").send().status()).isEqualTo(200);
    assertThat(master.call("GET", "/readyz").send().status()).isEqualTo(200);
    master.obstacle.set("no container is warm yet");
    Answer answer = master.call("GET", "/readyz").send();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.text("detail")).isEqualTo("no container is warm yet");
    master.obstacle.set(null);
  }

  @Test
  void theRunFileLetsTheCommandLineIn() throws Exception {
    Path file = master.data.resolve("run/master.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    RunFile.Content content = Json.read(Files.readString(file), RunFile.Content.class);
    assertThat(content.url()).isEqualTo(master.master.url().toString());
    assertThat(content.toString()).doesNotContain(content.token());

    Answer answer = master.call("GET", "/api/v1/users").bearer(content.token()).send();
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void theDescriptionNamesEveryCallAndWritesIdentifiersAsStrings() {
    Answer answer = master.call("GET", "/api/v1/openapi.json").send();

    assertThat(answer.status()).isEqualTo(200);
    Map<String, ?> paths = answer.json().getAsJsonObject().getAsJsonObject("paths").asMap();
    assertThat(paths.keySet())
        .contains(
            "/api/v1/setup",
            "/api/v1/login",
            "/api/v1/logout",
            "/api/v1/me",
            "/api/v1/tokens",
            "/api/v1/projects",
            "/api/v1/templates",
            "/api/v1/sessions",
            "/api/v1/sessions/{id}",
            "/api/v1/sessions/{id}/events",
            "/api/v1/sessions/{id}/ticket",
            "/api/v1/nodes",
            "/api/v1/pools",
            "/api/v1/users",
            "/api/v1/admin/sessions",
            "/api/v1/admin/sessions/{id}")
        .allMatch(path -> path.startsWith("/api/v1/"));
    String session =
        answer
            .json()
            .getAsJsonObject()
            .getAsJsonObject("components")
            .getAsJsonObject("schemas")
            .getAsJsonObject("Session")
            .getAsJsonObject("properties")
            .toString();
    assertThat(session)
        .contains("\"id\":{\"type\":\"string\"}", "\"project\":{\"type\":\"string\"}")
        .contains("\"queued\"", "\"active\"")
        .doesNotContain("QUEUED");
  }

  @Test
  void figuresStayOnThisMachine() {
    assertThat(master.call("GET", "/metrics").send().status()).isEqualTo(200);
    assertThat(
            master
                .call("GET", "/metrics")
                .header(Protocol.CLIENT_HEADER, "192.0.2.1")
                .send()
                .status())
        .isEqualTo(404);
  }
}
