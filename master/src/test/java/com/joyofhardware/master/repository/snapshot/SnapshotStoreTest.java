package com.joyofhardware.master.repository.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.link.Git;
import com.joyofhardware.master.link.TestingProject;
import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {
  private static final Claim OLD = new Claim(1, 1);
  private static final Claim NEW = new Claim(1, 2);

  @TempDir Path folder;
  private TestingProject project;
  private Workspace workspace;
  private SnapshotStore store;
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");

  @BeforeEach
  void set() throws IOException {
    project = TestingProject.in(folder.resolve("git"));
    project.push("first");
    workspace = new Workspace(project.project(), 1, "refs/heads/main");
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    store = new SnapshotStore(folder.resolve("store"), any -> project.bare(), clock);
  }

  @Test
  void aSnapshotIsStoredAndSentBackWhole() throws IOException {
    String commit = snapshot("hello", "worktree/a.v");
    store.store(workspace, NEW, commit, packs(packOf(commit)));
    assertThat(store.latest(workspace)).contains(commit);
    assertThat(read(commit)).contains("worktree/a.v");
  }

  @Test
  void aTwinIsRefusedAndChangesNothing() throws IOException {
    store.fence(workspace, NEW);
    String commit = snapshot("twin", "worktree/a.v");
    assertThatThrownBy(() -> store.store(workspace, OLD, commit, packs(packOf(commit))))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(store.latest(workspace)).isEmpty();
    assertThatThrownBy(() -> store.fence(workspace, OLD)).isInstanceOf(JoyException.class);
  }

  @Test
  void theFenceOutlivesTheProcess() throws IOException {
    store.fence(workspace, NEW);
    SnapshotStore next =
        new SnapshotStore(folder.resolve("store"), any -> project.bare(), Clock.systemUTC());
    assertThatThrownBy(() -> next.fence(workspace, OLD)).isInstanceOf(JoyException.class);
  }

  @Test
  void aPackThatBreaksOffLeavesTheLastStateAlone() throws IOException {
    String first = snapshot("one", "worktree/a.v");
    store.store(workspace, NEW, first, packs(packOf(first)));
    String second = snapshot("two", "worktree/a.v");
    byte[] pack = packOf(second);
    byte[] half = java.util.Arrays.copyOf(pack, pack.length / 2);
    assertThatThrownBy(() -> store.store(workspace, NEW, second, packs(half)))
        .isInstanceOf(Exception.class);
    Packs dies =
        () -> {
          throw new IOException("the link broke");
        };
    assertThatThrownBy(() -> store.store(workspace, NEW, second, dies))
        .isInstanceOf(IOException.class);
    assertThat(store.latest(workspace)).contains(first);
    try (Stream<Path> left = Files.list(repository().resolve("quarantine"))) {
      assertThat(left).isEmpty();
    }
    store.store(workspace, NEW, second, packs(pack));
    assertThat(store.latest(workspace)).contains(second);
  }

  @Test
  void aSnapshotWithAMissingBlobIsRefused() throws IOException {
    String commit = snapshot("gone", "worktree/a.v");
    String objects =
        Git.text(project.source(), "rev-list", "--objects", "--no-object-names", commit)
            .lines()
            .filter(id -> !type(id).equals("blob"))
            .reduce("", (all, id) -> all + id + "\n");
    byte[] pack = pack(objects);
    assertThatThrownBy(() -> store.store(workspace, NEW, commit, packs(pack)))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void unsavedEditorsHaveTheirPlace() throws IOException {
    String commit = snapshot("typed", "buffers/1/a.v");
    store.store(workspace, NEW, commit, packs(packOf(commit)));
    assertThat(read(commit)).contains("buffers/1/a.v");
  }

  @Test
  void hoursAndDaysAreKept() throws IOException {
    for (int hour = 0; hour < 60; hour++) {
      String commit = snapshot("at " + hour, "worktree/a.v");
      store.store(workspace, NEW, commit, packs(packOf(commit)));
      now = now.plus(Duration.ofHours(1));
    }
    // The last, 24 hours, and the two days that are over (the last state of each).
    assertThat(store.kept(workspace)).hasSizeBetween(26, 27);
    String oldest = store.kept(workspace).getLast();
    assertThat(read(oldest)).contains("worktree/a.v");
  }

  @Test
  void rollingUpLosesNothing() throws Exception {
    for (int i = 0; i < 60; i++) {
      String commit = snapshot("edit " + i, "worktree/a.v");
      store.store(workspace, NEW, commit, packs(packOf(commit)));
    }
    Instant end = Instant.now().plusSeconds(20);
    while (packCount() > 45 && Instant.now().isBefore(end)) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    assertThat(packCount()).isLessThanOrEqualTo(45);
    assertThat(read(store.latest(workspace).orElseThrow())).contains("worktree/a.v");
    assertThat(Git.ask(repository(), new byte[0], "fsck", "--strict").exit()).isEqualTo(0);
  }

  private int packCount() throws IOException {
    try (Stream<Path> packs = Files.list(repository().resolve("objects/pack"))) {
      return (int) packs.filter(pack -> pack.toString().endsWith(".pack")).count();
    }
  }

  @Test
  void whatACrashLeftIsSweptWhenTheRepositoryIsOpenedAgain() throws IOException {
    String commit = snapshot("hello", "worktree/a.v");
    store.store(workspace, NEW, commit, packs(packOf(commit)));
    Path offer = Files.createDirectories(repository().resolve("quarantine/offer1/pack"));
    Files.write(offer.resolve("half.pack"), new byte[100]);
    Path rollUp = Files.createDirectories(repository().resolve("roll-up1"));
    Files.write(rollUp.resolve("pack-half.pack"), new byte[100]);

    SnapshotStore next =
        new SnapshotStore(folder.resolve("store"), any -> project.bare(), Clock.systemUTC());

    assertThat(next.latest(workspace)).contains(commit);
    assertThat(repository().resolve("quarantine")).isEmptyDirectory();
    assertThat(rollUp).doesNotExist();
  }

  private Path repository() {
    return folder.resolve("store/1/7.git");
  }

  /** Paths of a snapshot as an agent would get it. */
  private List<String> read(String commit) throws IOException {
    Path clone = Files.createTempDirectory(folder, "read");
    Git.run(clone, "init", "-q", "--bare");
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    store.writeTree(workspace, commit, pack);
    Git.feed(clone, pack.toByteArray(), "index-pack", "--stdin");
    return Git.text(clone, "ls-tree", "-r", "--name-only", commit).lines().toList();
  }

  private String snapshot(String text, String path) throws IOException {
    Path source = project.source();
    String blob =
        Git.feed(source, text.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin")
            .strip();
    Path index = Files.createTempDirectory(folder, "index").resolve("index");
    return Git.shell(
            source,
            "export GIT_INDEX_FILE="
                + index
                + " GIT_COMMITTER_DATE="
                + now.getEpochSecond()
                + "+0000; git update-index --add --cacheinfo 100644,"
                + blob
                + ","
                + path
                + "; git commit-tree -m snapshot $(git write-tree)")
        .output()
        .strip();
  }

  private String type(String id) {
    try {
      return Git.text(project.source(), "cat-file", "-t", id).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] packOf(String commit) throws IOException {
    return pack(Git.text(project.source(), "rev-list", "--objects", "--no-object-names", commit));
  }

  private byte[] pack(String objects) throws IOException {
    return Git.feed(
            project.source(),
            objects.getBytes(StandardCharsets.UTF_8),
            "pack-objects",
            "-q",
            "--stdout")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Packs packs(byte[]... packs) {
    Queue<InputStream> queue = new ArrayDeque<>();
    for (byte[] pack : packs) {
      queue.add(new ByteArrayInputStream(pack));
    }
    return queue::poll;
  }
}
