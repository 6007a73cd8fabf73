package com.joyofhardware.master.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.Claim;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  private static final Claim FIRST = new Claim(1, 1);
  private static final Claim SECOND = new Claim(1, 2);

  @TempDir Path folder;

  @Test
  void anEditIsInTheNextContainer() throws Exception {
    try (TestingLink test = new TestingLink(folder)) {
      Files.writeString(test.project.source().resolve("top.v"), "module top; endmodule\n");
      String first = test.project.push("first");
      Files.writeString(test.project.source().resolve("Makefile"), "all:\n\ttrue\n");
      String commit = test.project.push("second");

      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, FIRST, commit);
      assertThat(one.workspace().resolve("top.v")).hasContent("module top; endmodule\n");
      assertThat(Git.text(one.workspace(), "status", "--porcelain")).isEmpty();
      link.sendHistory(test.project.history(), TestingLink.PATIENCE);
      assertThat(Git.text(one.workspace(), "log", "--format=%H").lines())
          .containsExactly(commit, first);

      Files.writeString(one.workspace().resolve("top.v"), "module top; wire a; endmodule\n");
      Files.writeString(one.workspace().resolve("new.v"), "// new\n");
      Git.run(one.workspace(), "add", "new.v");
      String saved = link.save(true, TestingLink.PATIENCE).commit();
      assertThat(test.store.latest(test.workspace)).contains(saved);

      TestingLink.Container two = test.container("two");
      test.restored(two, SECOND);
      assertThat(two.workspace().resolve("top.v")).hasContent("module top; wire a; endmodule\n");
      assertThat(Git.text(two.workspace(), "status", "--porcelain"))
          .isEqualTo("A  new.v\n M top.v\n");
      assertThat(Git.text(two.workspace(), "fsck", "--strict")).doesNotContain("missing");
    }
  }
}
