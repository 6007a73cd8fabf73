package com.joyofhardware.master.launch.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'',a command is missing",
    "user,what to do with user is missing",
    "user sing,sing' is not a command",
    "node add n1,node add is not built yet",
    "token create,--user is missing",
    "user list --colour,--colour is not an option",
    "user list --data,--data needs a value",
    "user list more,one word too many",
    "user list --url http://localhost:1,--url goes with --token-file",
    "token create --user ann --ttl soon,--ttl takes"
  })
  void whatCantBeUnderstoodIsNamed(String typed, String told) {
    assertThatThrownBy(() -> run(typed))
        .isInstanceOf(AdminUsageException.class)
        .hasMessageContaining(told);
  }

  @Test
  void withoutAServerItSaysHowToStartOne() {
    assertThatThrownBy(() -> run("user list --data " + folder))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("./joy up");
  }

  @ParameterizedTest
  @CsvSource({"15m,900", "12h,43200", "30d,2592000", "5s,5"})
  void lifetimesHaveUnits(String ttl, long seconds) {
    assertThat(Admin.seconds(ttl)).isEqualTo(seconds);
  }

  @Test
  void aListIsATable() {
    assertThat(
            Table.of(
                JsonParser.parseString(
                    "[{\"name\":\"ann\",\"admin\":true},{\"name\":\"bo\",\"email\":\"bo@x\"}]")))
        .isEqualTo("NAME  ADMIN  EMAIL\nann   true   -\nbo    -      bo@x\n");
  }

  private static String run(String typed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> words = typed.isEmpty() ? List.of() : List.of(typed.split(" "));
    Admin.run(
        words, InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
