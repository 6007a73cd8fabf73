package com.joyofhardware.protocol.typescript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TypeScriptTest {
  @Test
  void theCommittedTwinIsCurrent() throws Exception {
    Path committed = Path.of("..", "web", "protocol", "src", "index.ts");

    assertThat(Files.readString(committed))
        .as("run ./joy generate and commit the result")
        .isEqualTo(TypeScript.generate());
  }
}
