package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.master.account.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs are rolled up behind people's backs, and nothing is lost by it. */
class UpkeepTest {
  @TempDir Path folder;
  private TestingSite site;
  private Project project;
  private Git stored;
  private Git clone;

  @BeforeEach
  void open() throws Exception {
    Path data = folder.resolve("data");
    site =
        TestingSite.start(new RepositorySettings(data, 1 << 30, 1 << 30, 1000, true, 1 << 30, 3));
    Person anna = site.people.person("anna");
    project = site.project(anna, "icebreaker-blinky");
    stored = new Git(site.folders().of(project));
    clone = new Git(folder).clone(site.urlOfOwner(project), "clone");
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  private boolean has(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(stored.folder().resolve(folder))) {
      return files.anyMatch(file -> file.toString().endsWith(suffix));
    }
  }

  @Test
  void packsBecomeOneWithBitmapsAndACommitGraph() throws Exception {
    String dropped = clone.commit("a", "will be dropped");
    clone.ok("push", "-q", "origin", "main");
    clone.ok("reset", "-q", "--hard", "HEAD^");
    for (int i = 0; i < 4; i++) {
      clone.commit("n", "n" + i);
      clone.ok("push", "-q", "--force", "origin", "main");
    }
    Await.until("bitmaps", () -> has("objects/pack", ".bitmap"));
    Await.until("a commit graph", () -> has("objects/info", "commit-graph"));
    stored.ok("cat-file", "-e", dropped + "^{tree}");
    stored.isSound();
    stored.ok("commit-graph", "verify");
    Git again = new Git(folder).clone(site.urlOfOwner(project), "again");
    assertThat(again.ok("rev-parse", "HEAD")).isEqualTo(clone.ok("rev-parse", "HEAD"));
  }

  @Test
  void whatACrashLeftIsRemovedAndWhatStillRunsIsNot() throws Exception {
    Path objects = stored.folder().resolve("objects");
    Path old = Files.writeString(objects.resolve("incoming_1.pack"), "x");
    Path young = Files.writeString(objects.resolve("incoming_2.pack"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    clone.commit("a", "a");
    clone.ok("push", "-q", "origin", "main");
    Await.until("the old one is gone", () -> !Files.exists(old));
    assertThat(young).exists();
  }

  @Test
  void clonesAndPushesGoOnWhilePacksAreReplaced() throws Exception {
    String url = site.urlOfOwner(project);
    AtomicBoolean done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> clones =
          threads.submit(() -> {
            int n = 0;
            while (!done.get()) {
              Git git = new Git(folder).clone(url, "c" + n++);
              git.ok("fsck", "--strict");
              FileTrees.delete(git.folder());
            }
            return n;
          });
      for (int i = 0; i < 12; i++) {
        clone.commit("n" + i, "n".repeat(i * 1000));
        clone.ok("push", "-q", "origin", "main");
      }
      done.set(true);
      assertThat(clones.get()).isPositive();
    }
    stored.isSound();
  }
}
