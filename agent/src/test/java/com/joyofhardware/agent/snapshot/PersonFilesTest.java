package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stock git makes of the files. */
class PersonFilesTest {
  private static final String LAPTOP = "http://localhost:8080/git/ann/blinky.git";
  private static final String SERVER = "https://joy.example.org/git/ann/blinky.git";

  @TempDir Path home;

  @Test
  void behindAProxyARemoteOnLocalhostIsReachedUnderTheNameThatTheProxyKnows() throws Exception {
    write(LAPTOP, true);
    assertThat(git("", "ls-remote", "--get-url", LAPTOP))
        .isEqualTo("http://joy.internal:8080/git/ann/blinky.git\n");
    assertThat(git("url=http://joy.internal:8080/git/ann/blinky.git\n", "credential", "fill"))
        .contains("username=ann\n", "password=secret\n");
  }

  @Test
  void otherRemotesKeepTheirName() throws Exception {
    write(SERVER, true);
    assertThat(git("", "ls-remote", "--get-url", SERVER)).isEqualTo(SERVER + "\n");
    write(LAPTOP, false);
    assertThat(git("", "ls-remote", "--get-url", LAPTOP)).isEqualTo(LAPTOP + "\n");
    assertThat(git("url=" + LAPTOP + "\n", "credential", "fill")).contains("password=secret\n");
  }

  @Test
  void anotherServerIsNotGivenTheCredential() throws Exception {
    write(SERVER, true);
    assertThat(git("url=https://elsewhere.example.org/git/ann/blinky.git\n", "credential", "fill"))
        .doesNotContain("secret");
  }

  private void write(String remote, boolean proxied) throws IOException {
    new PersonFiles(home, home.resolve("state"), proxied)
        .write(
            new Person("ann", "Ann", "ann@example.org"),
            remote,
            new GitCredential("ann", "secret", Instant.EPOCH));
  }

  private String git(String input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.resolve(".config").toString());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    Path said = Files.createTempFile(home, "git", ".err");
    Process process = builder.redirectError(said.toFile()).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
