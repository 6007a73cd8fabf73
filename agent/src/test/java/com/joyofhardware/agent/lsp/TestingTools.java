package com.joyofhardware.agent.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs on the PATH of a session's login shell, as a profile or nix puts them there. */
final class TestingTools {
  private final Path bin;

  TestingTools(TestingAgent agent, Path folder) throws IOException {
    this.bin = Files.createDirectories(folder.toRealPath().resolve("bin"));
    Files.writeString(agent.config().home().resolve(".profile"), "PATH=" + bin + ":$PATH\n");
  }

  void install(String name, String script) throws IOException {
    program(bin.resolve(name), script);
  }

  static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** One that {@code ./joy up} has brought, or the machine has. */
  static Optional<Path> find(String program) throws IOException {
    Path tools = Path.of(System.getProperty("user.home"), ".cache/joy/tools");
    Stream<Path> machine =
        Stream.of("/usr/bin", "/usr/local/bin").map(bin -> Path.of(bin).resolve(program));
    if (!Files.isDirectory(tools)) {
      return machine.filter(Files::isExecutable).findFirst();
    }
    try (Stream<Path> versions = Files.list(tools)) {
      return Stream.concat(
              versions.map(version -> version.resolve("bin").resolve(program)), machine)
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
