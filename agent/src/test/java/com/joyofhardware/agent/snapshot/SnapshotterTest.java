package com.joyofhardware.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotterTest {
  private static final Snapshotter.Wanted ALL = new Snapshotter.Wanted(Set.of(), true, null);

  @TempDir Path folder;
  private Path root;
  private Snapshotter snapshotter;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectories(folder.resolve("workspace"));
    Files.createDirectories(folder.resolve("state"));
    new Git(root.resolve(".git"), root).run(java.util.List.of("init", "-q"), java.util.List.of());
    Files.writeString(root.resolve(".gitignore"), "out/\n");
    Files.createDirectories(root.resolve("out"));
    snapshotter = new Snapshotter(root, folder.resolve("state"), InstantSource.system());
  }

  @Test
  void ignoredFilesBeyondTheLimitAreNamedAndComeInWhenThereIsRoom() throws IOException {
    for (String name : Set.of("a", "b", "c", "d")) {
      file("out/" + name, 15 << 20);
    }
    file("out/large", (15 << 20) + 1);
    file("kept.v", 15 << 20);
    assertThat(offer(ALL).leftOut()).containsExactly("out/large");
    assertThat(names()).contains("a", "b", "c", "d").doesNotContain("large");
    assertThat(snapshotter.top().worktree().child("kept.v")).isNotNull();
    assertThat(snapshotter.unsafe()).as("no snapshot waits for it").isEmpty();

    assertThat(offer(marked("kept.v")).leftOut()).as("unmarked").containsExactly("out/large");

    Files.delete(root.resolve("out/a"));
    assertThat(offer(marked("out/a")).leftOut()).isEmpty();
    assertThat(names()).contains("large").doesNotContain("a");
  }

  @Test
  void anIgnoredFileThatWasKeptAndIsTooMuchNowIsNamed() throws IOException {
    file("out/first", 16 << 20);
    assertThat(offer(ALL).leftOut()).isEmpty();
    for (String name : Set.of("a", "b", "c", "d")) {
      file("out/" + name, 15 << 20);
    }

    assertThat(offer(ALL).leftOut()).containsExactly("out/first");

    assertThat(names()).doesNotContain("first");
  }

  @Test
  void whatIsPreferredIsKeptThoughSmallerFilesFillTheLimit() throws IOException {
    for (String name : Set.of("a", "b", "c", "d")) {
      file("out/" + name, 15 << 20);
    }
    file("out/top.bin", (15 << 20) + 1);
    assertThat(offer(ALL).leftOut()).containsExactly("out/top.bin");

    snapshotter.prefer(Set.of("out/top.bin"));

    assertThat(offer(marked("out/top.bin")).leftOut()).hasSize(1).doesNotContain("out/top.bin");
    assertThat(names()).contains("top.bin");
  }

  @Test
  void aFileThatCanNotBeReadIsUnsafeUntilItCan() throws IOException {
    Path secret = root.resolve("secret");
    Files.writeString(secret, "text");
    Files.setPosixFilePermissions(secret, Set.of());
    assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();

    assertThat(offer(ALL).unsafe()).containsExactly("secret");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertThat(offer(marked("secret")).unsafe()).isEmpty();
  }

  private Agenda.Found offer(Snapshotter.Wanted wanted) throws IOException {
    Offer offer = snapshotter.offer(wanted);
    if (offer != null) {
      snapshotter.stored(offer);
    }
    return snapshotter.found();
  }

  private static Snapshotter.Wanted marked(String raw) {
    return new Snapshotter.Wanted(Set.of(raw), false, null);
  }

  private Set<String> names() {
    return ((Node.Folder) snapshotter.top().worktree().child("out")).children().keySet();
  }

  private void file(String name, int size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve(name).toFile(), "rw")) {
      file.setLength(size);
      file.writeUTF(name);
    }
  }
}
