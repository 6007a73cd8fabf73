package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Repositories.Start;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.UncommittedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where sessions start, the required files (S15), and repositories that are broken. */
class SessionStartTest {
  private static TestingSite site;
  private static Person anna;
  private static Person ben;

  @TempDir Path folder;
  private Project project;
  private Git stored;
  private Git clone;

  @BeforeAll
  static void open() throws IOException {
    site = TestingSite.start();
    anna = site.people.person("anna");
    ben = site.people.person("ben");
  }

  @AfterAll
  static void close() throws IOException {
    site.close();
  }

  @BeforeEach
  void project() throws Exception {
    project = site.project(anna, null);
    stored = new Git(site.folders().of(project));
    clone = new Git(folder).clone(site.urlOfOwner(project), "clone");
    clone.ok("symbolic-ref", "HEAD", "refs/heads/main");
  }

  private Start start() {
    return site.repositories().start(project, null, anna, true);
  }

  private String push(String file, String text) throws Exception {
    String commit = clone.commit(file, text);
    clone.ok("push", "-q", "origin", "HEAD");
    return commit;
  }

  private void fill() throws Exception {
    clone.commit("nix.shell", "{ }: { }\n");
    clone.commit("src/a.v", "module a; endmodule\n");
    push("default.nix", "{ }: { }\n");
  }

  @Test
  void aTemplateIsComplete() {
    project = site.project(anna, "icebreaker-blinky");
    Start start = start();
    assertThat(start.branch()).isEqualTo("main");
    assertThat(start.commit()).isNotNull();
    assertThat(start.uncommitted()).isEmpty();
    assertThat(start.notice()).isNull();
  }

  @Test
  void anEmptyRepositoryGetsAFirstCommit() throws Exception {
    Start start = start();
    assertThat(start.commit()).isEqualTo(stored.ok("rev-parse", "main"));
    assertThat(start.notice()).contains("default.nix and nix.shell");
    assertThat(stored.ok("ls-tree", "--name-only", "main").lines())
        .containsExactly("default.nix", "nix.shell");
    assertThat(start().commit()).isEqualTo(start.commit());
    assertThat(start().notice()).isNull();
    stored.isSound();
  }

  @Test
  void anEmptyRepositoryOfSomebodyElseStaysEmpty() throws Exception {
    Start start = site.repositories().start(project, null, ben, false);
    assertThat(start.branch()).isEqualTo("main");
    assertThat(start.commit()).isNull();
    assertThat(start.uncommitted())
        .extracting(UncommittedFile::path)
        .containsExactly("default.nix", "nix.shell");
    assertThat(start.notice()).contains("uncommitted");
    assertThat(stored.ok("for-each-ref")).isEmpty();
  }

  @Test
  void aMissingFileIsCommittedOnTopAndNothingElseIsChanged() throws Exception {
    clone.commit("nix.shell", "mine\n");
    String before = push("top.v", "module top; endmodule\n");
    Start start = start();
    assertThat(stored.ok("rev-parse", "main")).isEqualTo(start.commit());
    assertThat(stored.ok("rev-parse", "main^")).isEqualTo(before);
    assertThat(stored.ok("diff", "--name-status", "main^", "main")).isEqualTo("A\tdefault.nix");
    assertThat(stored.ok("log", "-1", "--format=%an|%cn|%s", "main"))
        .isEqualTo("Joy of Hardware|Joy of Hardware|Add default.nix");
    clone.ok("pull", "-q", "--ff-only", "origin", "main");
    assertThat(clone.ok("rev-parse", "HEAD")).isEqualTo(start.commit());
  }

  @Test
  void filesAreOnlyOfferedToSomebodyWhoMayNotPush() throws Exception {
    String before = push("top.v", "module top; endmodule\n");
    Start start = site.repositories().start(project, "main", ben, false);
    assertThat(start.commit()).isEqualTo(before);
    assertThat(start.uncommitted()).hasSize(2).allMatch(file -> file.text().contains("pkgs"));
    assertThat(stored.ok("rev-parse", "main")).isEqualTo(before);
  }

  @Test
  void theToolsOfAShellNixAreTaken() throws Exception {
    push("shell.nix", "{ pkgs }: pkgs.mkShell { }\n");
    start();
    assertThat(stored.ok("show", "main:nix.shell")).contains("import ./shell.nix");
    clone.ok("pull", "-q", "origin", "main");
    clone.ok("rm", "-q", "nix.shell");
    push("shell.nix", "import ./nix.shell\n");
    start();
    assertThat(stored.ok("show", "main:nix.shell")).contains("mkShell");
  }

  @Test
  void ofManySessionsAtOnceOneCommits() throws Exception {
    String before = push("top.v", "module top; endmodule\n");
    Set<String> commits = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Start>> starts =
          Stream.generate(() -> threads.submit(this::start)).limit(12).toList();
      for (Future<Start> start : starts) {
        commits.add(start.get().commit());
      }
    }
    assertThat(commits).containsExactly(stored.ok("rev-parse", "main"));
    assertThat(stored.ok("rev-parse", "main^")).isEqualTo(before);
  }

  @Test
  void pushesAtTheSameTimeAreNeverLost() throws Exception {
    for (int i = 0; i < 5; i++) {
      project = site.project(anna, null);
      stored = new Git(site.folders().of(project));
      clone.ok("checkout", "-q", "--orphan", "fresh" + i);
      clone.commit("n" + i, "n");
      String url = site.urlOfOwner(project);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Start> start = threads.submit(this::start);
        Git.Answer push = clone.run("push", url, "HEAD:main");
        String commit = start.get().commit();
        if (push.exit() == 0) {
          stored.ok("merge-base", "--is-ancestor", clone.ok("rev-parse", "HEAD"), "main");
        }
        stored.ok("merge-base", "--is-ancestor", commit, "main");
      }
    }
  }

  @Test
  void startsFromABranchByName() throws Exception {
    fill();
    String main = clone.ok("rev-parse", "HEAD");
    clone.ok("checkout", "-q", "-b", "feature/x");
    String feature = push("b", "b");
    assertThat(site.repositories().start(project, "feature/x", anna, true).commit())
        .isEqualTo(feature);
    assertThat(site.repositories().start(project, "refs/heads/main", anna, true).commit())
        .isEqualTo(main);
    assertThat(start().commit()).isEqualTo(main);
    assertError(
        () -> site.repositories().start(project, "nope", anna, true),
        ErrorCode.NOT_FOUND,
        "no branch 'nope'; it has feature/x, main");
    assertError(
        () -> site.repositories().start(project, "../../x", anna, true),
        ErrorCode.NOT_FOUND,
        "no branch");
  }

  @Test
  void aCorruptHeadIsExplained() throws Exception {
    fill();
    Files.writeString(stored.folder().resolve("HEAD"), "garbage\n");
    assertBroken("HEAD is missing or unreadable");
    Files.delete(stored.folder().resolve("HEAD"));
    assertBroken("HEAD is missing or unreadable");
  }

  @Test
  void aDetachedHeadIsExplained() throws Exception {
    fill();
    Files.writeString(stored.folder().resolve("HEAD"), clone.ok("rev-parse", "HEAD") + "\n");
    assertBroken("HEAD names no branch");
  }

  @Test
  void anUnbornDefaultBranchWhileOthersExistIsExplained() throws Exception {
    fill();
    Files.writeString(stored.folder().resolve("HEAD"), "ref: refs/heads/gone\n");
    assertBroken("default branch 'gone' doesn't exist; push 'gone', or open another");
  }

  @Test
  void aRefToAMissingCommitIsExplainedAndOtherBranchesOpen() throws Exception {
    fill();
    Path refs = stored.folder().resolve("refs/heads");
    Files.writeString(refs.resolve("lost"), "1234567812345678123456781234567812345678\n");
    assertError(
        () -> site.repositories().start(project, "lost", anna, true),
        ErrorCode.REPOSITORY_BROKEN,
        "branch 'lost' points to commit 12345678, which is missing or damaged; push the branch");
    assertThat(start().commit()).isNotNull();
    site.repositories().writeHistory(project, java.io.OutputStream.nullOutputStream());
    assertThat(site.repositories().refs(project))
        .extracting(ControlMessage.Ref::name)
        .contains("refs/heads/main")
        .doesNotContain("refs/heads/lost");
  }

  @Test
  void missingFilesAndFoldersAreExplained() throws Exception {
    for (String object : List.of("HEAD:src/a.v", "HEAD:src", "HEAD^{tree}")) {
      project = site.project(anna, null);
      stored = new Git(site.folders().of(project));
      if (!Files.exists(clone.folder().resolve("src"))) {
        fill();
      }
      clone.ok("commit", "-q", "--allow-empty", "-m", "again " + object);
      // Straight into the folder, as loose objects: what a push brings is prepared at once.
      List<String> objects = clone.ok("rev-list", "--objects", "HEAD").lines().toList();
      for (String line : objects) {
        String id = line.substring(0, 40);
        Path loose = Path.of("objects", id.substring(0, 2), id.substring(2));
        Path to = stored.folder().resolve(loose);
        Files.createDirectories(to.getParent());
        Files.copy(clone.folder().resolve(".git").resolve(loose), to);
      }
      Files.writeString(
          stored.folder().resolve("refs/heads/main"), clone.ok("rev-parse", "HEAD") + "\n");
      String id = clone.ok("rev-parse", object);
      Files.delete(
          stored.folder().resolve("objects/" + id.substring(0, 2) + "/" + id.substring(2)));
      assertBroken("missing or damaged");
    }
  }

  @Test
  void aMissingFolderIsExplained() throws Exception {
    project = site.project(anna, null);
    FileTrees.delete(site.folders().of(project));
    assertBroken("folder is missing; ask an administrator");
  }

  private void assertBroken(String text) {
    assertError(this::start, ErrorCode.REPOSITORY_BROKEN, text);
  }

  private static void assertError(ThrowingCallable call, ErrorCode code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(JoyException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }
}
