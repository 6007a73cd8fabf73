package com.joyofhardware.master.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever a repository looks like, the next container has the same. */
class SnapshotPropertyTest {
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void aWorkspaceIsRestoredByteByByte(@ForAll long seed) throws Exception {
    Path folder = Files.createTempDirectory("joy-snapshot");
    try (TestingLink test = new TestingLink(folder)) {
      Files.writeString(test.project.source().resolve("top.v"), "module top; endmodule\n");
      test.project.push("first");
      Files.writeString(test.project.source().resolve("Makefile"), "all:\n\ttrue\n");
      String commit = test.project.push("second");

      TestingLink.Container one = test.container("one");
      AgentLink link = test.fresh(one, new Claim(1, 1), commit);
      link.sendHistory(test.project.history(), TestingLink.PATIENCE);
      RandomRepository repository = new RandomRepository(one.workspace(), seed);
      repository.change();
      Map<String, String> buffers = unsavedTexts(one, seed);
      List<String> saidBefore = told(one.workspace());
      Saved saved = link.save(true, TestingLink.PATIENCE);
      assertThat(saved.unsafe()).as("%s", repository.done()).isEmpty();
      Map<String, String> before = Everything.in(one.workspace());

      TestingLink.Container two = test.container("two");
      AgentLink next = test.restored(two, new Claim(1, 2));
      assertThat(Everything.in(two.workspace()))
          .as("seed %d: %s", seed, repository.done())
          .isEqualTo(before);
      assertThat(told(two.workspace()))
          .as("seed %d: %s", seed, repository.done())
          .isEqualTo(saidBefore);
      assertThat(texts(two)).as("seed %d", seed).isEqualTo(buffers);
      assertThat(Git.ask(two.workspace(), new byte[0], "fsck", "--strict", "--no-dangling"))
          .as("seed %d: %s", seed, repository.done())
          .extracting(Git.Answer::exit)
          .isEqualTo(0);
      assertThat(next.save(true, TestingLink.PATIENCE).unsafe()).isEmpty();
    } finally {
      delete(folder);
    }
  }

  /** Unsaved editors, as the agent keeps them. */
  private static Map<String, String> unsavedTexts(TestingLink.Container container, long seed)
      throws IOException {
    Path folder = Files.createDirectories(container.state().resolve("buffers"));
    Random random = new Random(seed);
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] text = new byte[random.nextInt(20_000)];
      random.nextBytes(text);
      Files.write(folder.resolve("text" + i), text);
    }
    return texts(container);
  }

  private static Map<String, String> texts(TestingLink.Container container) throws IOException {
    Path folder = container.state().resolve("buffers");
    Map<String, String> texts = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          texts.put(
              file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return texts;
  }

  /** What git says about a repository and those in it. */
  private static List<String> told(Path workspace) throws IOException {
    String each =
        "find . -name .git -prune | LC_ALL=C sort | while read -r g; do"
            + " (cd \"$(dirname \"$g\")\" && echo \"$g\";"
            + " GIT_OPTIONAL_LOCKS=0 git status --porcelain=v2 --branch --show-stash --ignored;"
            + " git for-each-ref; git stash list; git reflog --all;"
            + " git rev-list --objects --all --reflog --indexed-objects | LC_ALL=C sort;"
            + " git for-each-ref --format='%(refname)' refs/tags | while read -r t; do"
            + " git cat-file -p \"$t\"; done) 2>&1; done";
    String output = Git.shell(workspace, each).output();
    return output.replaceAll("/[^ ]*/(one|two)/workspace", "/workspace").lines().toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
