package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Repositories.TreePack;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepared trees and history, laid out again with stock git. */
class TreePacksTest {
  private static final String GITLINK = "1234567812345678123456781234567812345678";

  private static TestingSite site;
  private static Person anna;

  @TempDir Path folder;
  private Project project;
  private Git clone;

  @BeforeAll
  static void open() throws IOException {
    site = TestingSite.start();
    anna = site.people.person("anna");
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  @BeforeEach
  void project() throws Exception {
    project = site.project(anna, "icebreaker-blinky");
    clone = new Git(folder).clone(site.urlOfOwner(project), "clone");
  }

  /** Modes, links, odd names, a submodule's entry, deltas, some history, a tag. */
  private String fill() throws Exception {
    Path root = clone.folder();
    Path script = Files.createDirectories(root.resolve("deep/er")).resolve("run.sh");
    Files.writeString(script, "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("deep/er/run.sh"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("../nowhere"));
    Files.writeString(root.resolve("with space, ü and \"quotes\""), "odd\n");
    Files.writeString(root.resolve("empty"), "");
    Files.writeString(root.resolve("deep.v"), "between deep and deep/\n");
    String big = "wire a_line_of_text;\n".repeat(5_000);
    for (int i = 0; i < 6; i++) {
      clone.commit("big.v", big + i);
    }
    clone.ok("update-index", "--add", "--cacheinfo", "160000," + GITLINK + ",sub");
    clone.ok("commit", "-q", "-m", "submodule");
    clone.ok("gc", "-q");
    clone.ok("tag", "-a", "v1", "-m", "v1");
    clone.ok("push", "-q", "origin", "main", "main~2:refs/heads/other", "v1");
    return clone.ok("rev-parse", "HEAD");
  }

  private Git layOut(TreePack pack, String commit, boolean shallow) throws Exception {
    Git laid = new Git(folder).init("laid");
    Path git = laid.folder().resolve(".git");
    Path packs = Files.createDirectories(git.resolve("objects/pack"));
    Files.copy(pack.pack(), packs.resolve("pack-" + GITLINK + ".pack"));
    Files.copy(pack.packIndex(), packs.resolve("pack-" + GITLINK + ".idx"));
    Files.copy(pack.gitIndex(), git.resolve("index"));
    if (shallow) {
      Files.writeString(git.resolve("shallow"), commit + "\n");
    }
    Files.writeString(git.resolve("refs/heads/main"), commit + "\n");
    return laid;
  }

  @Test
  void theTreeIsWholeAndCleanWhenLaidOut() throws Exception {
    String commit = fill();
    Git laid = layOut(site.repositories().treePack(project, commit), commit, true);
    laid.ok("checkout-index", "-a", "-f");
    laid.ok("update-index", "--refresh");
    assertThat(laid.ok("status", "--porcelain")).isEmpty();
    laid.ok("fsck", "--strict", "--full");
    assertThat(laid.ok("ls-files", "-s")).isEqualTo(clone.ok("ls-files", "-s"));
    assertThat(laid.ok("rev-list", "--count", "HEAD")).isEqualTo("1");
    for (String file : clone.ok("ls-files", "-z").split("\0", -1)) {
      Path ours = laid.folder().resolve(file);
      if (Files.isSymbolicLink(ours)) {
        assertThat(Files.readSymbolicLink(ours))
            .isEqualTo(Files.readSymbolicLink(clone.folder().resolve(file)));
      } else if (Files.isRegularFile(ours)) {
        assertThat(ours).hasSameBinaryContentAs(clone.folder().resolve(file));
      }
    }
    String verified = laid.ok("verify-pack", "-v", ".git/objects/pack/pack-" + GITLINK + ".idx");
    assertThat(verified).doesNotContain("chain length");
    assertThat(laid.ok("count-objects", "-v")).contains("in-pack: " + objectsOf(commit));
  }

  /** The commit, its trees and blobs, each once. */
  private long objectsOf(String commit) throws Exception {
    return 2
        + clone
            .ok("ls-tree", "-r", "-t", commit)
            .lines()
            .filter(line -> !line.contains("commit"))
            .map(line -> line.substring(line.indexOf(' ', 8) + 1, line.indexOf('\t')))
            .distinct()
            .count();
  }

  @Test
  void theHistoryCompletesTheShallowRepository() throws Exception {
    String commit = fill();
    Git laid = layOut(site.repositories().treePack(project, commit), commit, true);
    Path pack = folder.resolve("history.pack");
    try (OutputStream out = Files.newOutputStream(pack)) {
      site.repositories().writeHistory(project, out);
    }
    laid.ok("index-pack", "-o", folder.resolve("history.idx").toString(), pack.toString());
    Path packs = laid.folder().resolve(".git/objects/pack");
    Files.copy(pack, packs.resolve("pack-" + commit + ".pack"));
    Files.copy(folder.resolve("history.idx"), packs.resolve("pack-" + commit + ".idx"));
    Files.delete(laid.folder().resolve(".git/shallow"));
    laid.ok("fsck", "--strict", "--full");
    assertThat(laid.ok("rev-list", "HEAD")).isEqualTo(clone.ok("rev-list", "HEAD"));
    laid.ok("cat-file", "-e", clone.ok("rev-parse", "v1"));
    assertThat(Files.size(pack)).isLessThan(60_000); // six versions of 100 kB, as deltas
  }

  @Test
  void theHistoryOfAnEmptyRepositoryIsAnEmptyPack() throws Exception {
    project = site.project(anna, null);
    Path pack = folder.resolve("history.pack");
    try (OutputStream out = Files.newOutputStream(pack)) {
      site.repositories().writeHistory(project, out);
    }
    assertThat(Files.size(pack)).isEqualTo(32);
  }

  @Test
  void treesArePreparedAfterACreationAndAPush() throws Exception {
    Path root = site.settings.treePacks();
    String first = clone.ok("rev-parse", "HEAD");
    Await.until(
        "the template's tree", () -> Files.exists(root.resolve(project.id() + "-" + first)));
    String second = clone.commit("a", "a");
    clone.ok("push", "-q", "origin", "main");
    Await.until("the pushed tree", () -> Files.exists(root.resolve(project.id() + "-" + second)));
  }

  @Test
  void manyWhoAskAtOnceGetTheSameAndALaterOneAtOnce() throws Exception {
    String commit = fill();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TreePack>> asked =
          Stream.generate(() -> threads.submit(() -> site.repositories().treePack(project, commit)))
              .limit(16)
              .toList();
      for (Future<TreePack> pack : asked) {
        assertThat(pack.get().pack()).isNotEmptyFile();
      }
    }
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long begin = System.nanoTime();
      site.repositories().treePack(project, commit);
      quickest = Math.min(quickest, System.nanoTime() - begin);
    }
    assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(1));
  }

  @Test
  void aCommitThatIsNotThereIsBroken() {
    assertThatThrownBy(() -> site.repositories().treePack(project, GITLINK))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_BROKEN));
  }

  @Test
  void theShelfSurvivesARestartAndForgetsTheOldestOverItsBound() throws Exception {
    RepositorySettings settings =
        new RepositorySettings(folder.resolve("shelf"), 1, 1, 1, true, 1_000, 8);
    Path root = settings.treePacks();
    TestingClock clock = new TestingClock();
    TreePackShelf shelf = TreePackShelf.open(settings, clock);
    put(shelf, root, "a");
    put(shelf, root, "b");
    clock.advance(Duration.ofMinutes(11));
    assertThat(shelf.take("a")).isTrue();
    put(shelf, root, "c"); // 1200 bytes: b is the oldest, a was just taken
    assertThat(names(root)).containsExactly("a", "c");
    put(shelf, root, "d"); // over the bound, but both others may be on their way to somebody
    assertThat(names(root)).containsExactly("a", "c", "d");

    Files.createDirectories(root.resolve(TreePackShelf.UNFINISHED + "1"));
    TreePackShelf next = TreePackShelf.open(settings, clock);
    assertThat(names(root)).containsExactly("a", "c", "d");
    assertThat(next.take("d")).isTrue();
    assertThat(next.take("b")).isFalse();
    FileTrees.delete(root.resolve("d"));
    assertThat(next.take("d")).isFalse();
  }

  private static void put(TreePackShelf shelf, Path root, String name) throws IOException {
    Files.write(Files.createDirectories(root.resolve(name)).resolve("tree.pack"), new byte[400]);
    shelf.put(name);
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> found = Files.list(root)) {
      return found
          .map(path -> path.getFileName().toString())
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private static final class TestingClock extends Clock {
    private java.time.Instant now = java.time.Instant.EPOCH.plus(Duration.ofDays(1));

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public java.time.Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
