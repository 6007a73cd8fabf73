package com.joyofhardware.agent.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir Path folder;

  @Test
  void leavesNothingBehindAlsoOfOneThatWasCutShort() throws IOException {
    Path rehearsal = folder.resolve("rehearsal");
    Files.createDirectories(rehearsal.resolve("workspace"));
    Files.writeString(rehearsal.resolve("workspace/left"), "by an agent that was killed");
    Rehearsal.play(rehearsal);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void laysOutAndSavesAWorkspaceAsASessionDoes() throws IOException {
    Rehearsal.play(
        folder,
        Optional.empty(),
        (master, client) -> {
          assertThat(folder.resolve("workspace").resolve(SampleProject.file()))
              .hasContent("module unit7_13; endmodule");
          master.save();
        });
  }
}
