package com.joyofhardware.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.Eventually;
import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.PartialName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialSweepTest {
  @TempDir Path folder;

  @Test
  void whatAKilledAgentLeftHalfWrittenIsRemoved() throws IOException {
    Path file = Files.createFile(Files.createDirectories(folder.resolve("a/b")).resolve(name()));
    Path tree = Files.createDirectories(folder.resolve("a").resolve(name()).resolve("c"));
    Path work = Files.createFile(folder.resolve("a/work.v"));
    Path outside = Files.createFile(Files.createTempDirectory("joy-outside").resolve(name()));
    Files.createSymbolicLink(folder.resolve("link"), outside.getParent());

    sweep(Instant.now().plusSeconds(60));

    assertThat(file).doesNotExist();
    assertThat(tree.getParent()).doesNotExist();
    assertThat(work).exists();
    assertThat(outside).exists();
    Files.delete(outside);
    Files.delete(outside.getParent());
  }

  @Test
  void whatIsBeingWrittenIsLeftAlone() throws IOException {
    Path file = Files.createFile(folder.resolve(name()));

    sweep(Instant.now().minusSeconds(60));

    assertThat(file).exists();
  }

  @Test
  void anAgentSweepsWhenItStarts() throws Exception {
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    Path left = Files.createFile(workspace.resolve(name()));
    Instant old = Instant.now().plus(Duration.ofMillis(1_500));
    Eventually.holds(
        "its age", () -> Instant.now().isAfter(old)); // a younger one could be an upload's
    try (TestingAgent agent = TestingAgent.warm(folder)) {
      Eventually.holds("the sweep", () -> !Files.exists(left));
      assertThat(agent.workspace()).isEmptyDirectory();
    }
  }

  private void sweep(Instant before) throws IOException {
    try (Folder root = Folder.root(folder)) {
      new PartialSweep(before).folder(root);
    }
  }

  private static String name() {
    return PartialName.next();
  }
}
