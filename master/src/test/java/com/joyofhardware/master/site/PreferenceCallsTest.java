package com.joyofhardware.master.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.site.TestingMaster.Answer;
import com.joyofhardware.protocol.rest.Preferences;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceCallsTest {
  private static final String SETTINGS = "/api/v1/me/preferences/user.settings.json";

  private static TestingMaster master;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    master = new TestingMaster(folder);
  }

  @AfterAll
  static void stop() {
    master.close();
  }

  private static Answer put(String cookie, String path, String text, String... header) {
    TestingMaster.Call call = master.call("PUT", path).fromPage(cookie).json(text);
    return header.length == 0 ? call.send() : call.header(header[0], header[1]).send();
  }

  @Test
  void aPreferenceIsKeptForItsPersonAlone() {
    String ada = master.cookie(master.person());
    assertThat(master.call("GET", SETTINGS).cookie(ada).send().status()).isEqualTo(404);
    assertThat(put(ada, SETTINGS, "{\"é\":1}").status()).isEqualTo(204);
    Answer found = master.call("GET", SETTINGS).cookie(ada).send();
    assertThat(found.body()).isEqualTo("{\"é\":1}");
    assertThat(found.header("ETag")).isNotNull();
    String list = "/api/v1/me/preferences?prefix=user.";
    assertThat(master.call("GET", list).cookie(ada).send().body())
        .contains("user.settings.json")
        .contains("\"person\":\"");
    String other = "/api/v1/me/preferences?prefix=layout.";
    assertThat(master.call("GET", other).cookie(ada).send().body()).doesNotContain("settings");
    String eve = master.cookie(master.person());
    assertThat(master.call("GET", SETTINGS).cookie(eve).send().status()).isEqualTo(404);
    assertThat(master.call("DELETE", SETTINGS).fromPage(ada).send().status()).isEqualTo(204);
    assertThat(master.call("DELETE", SETTINGS).fromPage(ada).send().status()).isEqualTo(404);
  }

  @Test
  void anOldVersionIsNotWrittenOver() {
    String ada = master.cookie(master.person());
    String first = String.valueOf(put(ada, SETTINGS, "1", "If-None-Match", "*").header("ETag"));
    assertThat(put(ada, SETTINGS, "2", "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(put(ada, SETTINGS, "2", "If-Match", first).status()).isEqualTo(204);
    Answer stale = put(ada, SETTINGS, "3", "If-Match", first);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.text("code")).isEqualTo("preference.changed");
  }

  @Test
  void limitsAreNamed() {
    String ada = master.cookie(master.person());
    assertThat(put(ada, SETTINGS, "x".repeat(Preferences.LARGEST)).status()).isEqualTo(204);
    assertThat(put(ada, SETTINGS, "x".repeat(Preferences.LARGEST + 1)).status()).isEqualTo(413);
    assertThat(put(ada, "/api/v1/me/preferences/.hidden", "x").status()).isEqualTo(400);
    assertThat(put(ada, SETTINGS, "a\0b").status()).isEqualTo(400);
  }

  @Test
  void aTokenOfAnotherScopeReadsNone() {
    String git = master.token(master.person(), Scope.GIT);
    assertThat(master.call("GET", SETTINGS).bearer(git).send().status()).isEqualTo(403);
  }
}
