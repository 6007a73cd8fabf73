package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.site.TestingMaster.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterSettingsTest {
  @Test
  void wrongSettingsAreNamed() {
    assertWrong("colour", "blue");
    assertWrong("private-port", "many");
    assertWrong("private-port", "70000");
    assertWrong("private-address", "0.0.0.0");
    assertWrong("public-url", "ftp://example.org");
    assertWrong("public-url", "https://example.org/path");
    assertWrong("git-url", "not a url");
    assertWrong("web", "/nowhere");
  }

  private static void assertWrong(String key, String value) {
    assertThatThrownBy(() -> MasterSettings.of(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void anOriginHasNoDefaultPort() {
    assertThat(MasterSettings.of(Map.of("public-url", "https://joy.example:443/")).origin())
        .isEqualTo("https://joy.example");
    assertThat(MasterSettings.of(Map.of()).origin()).isEqualTo("http://localhost:8080");
  }

  @Test
  void behindHttpsCookiesAreSecureAndHostBound(@TempDir Path folder) throws Exception {
    try (TestingMaster master = new TestingMaster(folder, "https://joy.example.org")) {
      Answer answer =
          master
              .call("POST", "/api/v1/login")
              .json(
                  "{\"name\":\"%s\",\"password\":\"%s\"}"
                      .formatted(master.person().name(), TestingMaster.PASSWORD))
              .send();
      assertThat(answer.header("Set-Cookie"))
          .startsWith("__Host-joy=")
          .contains("; Secure", "; Path=/;");
      assertThat(answer.header("Strict-Transport-Security")).startsWith("max-age=");
      String cookie = TestingMaster.cookieIn(answer, "__Host-joy");
      assertThat(master.call("GET", "/api/v1/me").cookie(cookie).send().status()).isEqualTo(200);
      assertThat(
              master
                  .call("POST", "/api/v1/tokens")
                  .cookie(cookie)
                  .header("Origin", "https://joy.example.org")
                  .send()
                  .status())
          .isEqualTo(201);
      assertThat(
              master
                  .call("POST", "/api/v1/tokens")
                  .cookie(cookie)
                  .header("Origin", "http://joy.example.org")
                  .send()
                  .status())
          .isEqualTo(403);
    }
  }
}
