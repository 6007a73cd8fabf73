package com.joyofhardware.master.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir Path folder;

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = folder.resolve("joy.conf");
    Files.writeString(file, "port = 1000\nhost = 127.0.0.2\ndata = /from/file\n");

    UpSettings settings =
        settings(
            Map.of("JOY_PORT", "2000", "JOY_DATA", "/from/env"),
            "--config",
            file.toString(),
            "--port=3000");

    assertThat(settings.port()).isEqualTo(3000);
    assertThat(settings.data()).isEqualTo(Path.of("/from/env"));
    assertThat(settings.host()).isEqualTo("127.0.0.2");
  }

  @Test
  void withoutOptionsItListensOnLoopback() {
    UpSettings settings = settings(Map.of());

    assertThat(settings.publicUrl()).hasToString("http://localhost:8080");
    assertThat(settings.role()).isEqualTo(UpSettings.Role.ALL);
    assertThat(settings.keepSessions()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "--colour,--colour is not an option",
    "--port=http,--port takes a whole number",
    "--port=0,--port takes a whole number",
    "--role=cook,--role takes",
    "--engine=podman,--engine takes",
    "--engine=docker,not built yet",
    "--ssh-port=22,not built yet",
    "--git-url=https://git.example.org,not built yet",
    "--preview-domain=http://preview.example.org,--preview-domain takes",
    "--master=unix:/run/x,--master goes with --role gateway",
    "--host=0.0.0.0,can be reached from other machines",
    "--public-url=ftp://x,--public-url takes an origin",
    "--public-url=https://x/path,--public-url takes an origin",
    "--tls-cert=/nowhere,can't be read",
    "--data,needs a value",
    "up,is not an option"
  })
  void whatCantBeDoneIsNamed(String argument, String told) {
    assertThatThrownBy(() -> settings(Map.of(), argument))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ssh-port=2222", "--ssh-port=off", "--engine=local"})
  void defaultsOfWhatIsNotBuiltAreSilent(String argument) {
    assertThat(settings(Map.of(), argument).port()).isEqualTo(8080);
  }

  @Test
  void anUnknownKeyInTheFileIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("joy.conf"), "prot = 8080\n");

    assertThatThrownBy(() -> settings(Map.of(), "--config", file.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'prot'");
  }

  @Test
  void anHttpsPublicUrlAllowsAnotherAddress() {
    assertThat(
            settings(Map.of(), "--host=0.0.0.0", "--public-url=https://joy.example.org/")
                .publicUrl())
        .hasToString("https://joy.example.org");
  }

  private static UpSettings settings(Map<String, String> environment, String... arguments) {
    return UpSettings.of(Options.parse(List.of(arguments), environment));
  }
}
