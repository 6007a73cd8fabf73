package com.joyofhardware.agent.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Git;
import com.joyofhardware.protocol.agent.Git.Change;
import com.joyofhardware.protocol.agent.Git.Conflict;
import com.joyofhardware.protocol.agent.Git.Kind;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitStatusTest extends RpcScene {
  private TestingRepository repository;

  @BeforeEach
  void start() throws Exception {
    repository = TestingRepository.init(agent.workspace());
  }

  private Git.Status status() throws Exception {
    return rpc.result("git/status", new Git.Nothing(), Git.Status.class);
  }

  private Change change(String path) throws Exception {
    return status().changes().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no change of " + path));
  }

  private void stage(String... paths) throws Exception {
    rpc.result("git/stage", new Git.Paths(List.of(paths)), Object.class);
  }

  private void unstage(String... paths) throws Exception {
    rpc.result("git/unstage", new Git.Paths(List.of(paths)), Object.class);
  }

  @Test
  void aBranchWithoutACommitStagesUnstagesAndCommits() throws Exception {
    assertThat(status().branch()).isEqualTo("main");
    assertThat(status().head()).isNull();
    repository.write("top.v", "module");
    assertThat(change("top.v").untracked()).isTrue();
    stage("top.v");
    assertThat(change("top.v").index()).isEqualTo(Kind.ADDED);
    unstage("top.v");
    assertThat(change("top.v").untracked()).isTrue();
    stage();
    Git.Committed made =
        rpc.result(
            "git/commit", new Git.Commit("#1 First", false, false, false), Git.Committed.class);
    assertThat(status().head()).isEqualTo(made.commit());
    assertThat(status().changes()).isEmpty();
    assertThat(repository.git("log", "--format=%s")).isEqualTo("#1 First\n");
    rpc.result("git/undo", new Git.Nothing(), Object.class);
    assertThat(status().head()).isNull();
    assertThat(change("top.v").index()).isEqualTo(Kind.ADDED);
  }

  @Test
  void namesAreTakenAsTheyAre() throws Exception {
    List<String> names =
        List.of("a b.v", "line\nbreak", "ü-写.v", "*.v", ":(top)x", "-rf", "tab\tquote\"", "[a].v");
    repository.commit("other.v", "x");
    for (String name : names) {
      repository.write(name, "1");
    }
    repository.write("other.v", "changed");
    assertThat(status().changes()).extracting(Change::path).containsAll(names);
    stage("*.v");
    assertThat(status().changes().stream().filter(each -> each.index() == Kind.ADDED))
        .extracting(Change::path)
        .containsExactly("*.v");
    stage(names.toArray(String[]::new));
    assertThat(repository.git("diff", "--cached", "--name-only", "-z").split("\0", -1))
        .contains(names.toArray(String[]::new))
        .doesNotContain("other.v");
    unstage();
    rpc.result("git/discard", new Git.Discard(List.of("other.v"), names), Object.class);
    assertThat(status().changes()).isEmpty();
    assertThat(repository.folder().resolve("other.v")).hasContent("x");
  }

  @Test
  void aPartOfAFileIsStaged() throws Exception {
    repository.commit("a, b.v", "one\ntwo\n");
    repository.write("a, b.v", "ONE\nTWO\n");
    rpc.result("git/stageText", new Git.StageText("a, b.v", "ONE\ntwo\n"), Object.class);
    assertThat(change("a, b.v").index()).isEqualTo(Kind.MODIFIED);
    assertThat(change("a, b.v").worktree()).isEqualTo(Kind.MODIFIED);
    assertThat(repository.git("show", ":a, b.v")).isEqualTo("ONE\ntwo\n");
    assertThat(repository.folder().resolve("a, b.v")).hasContent("ONE\nTWO\n");
    repository.write("new.v", "1");
    assertThat(rpc.error("git/stageText", new Git.StageText("new.v", "2")))
        .isEqualTo("request.invalid");
  }

  @Test
  void aNameThatIsNotUtf8IsShownAndStagedWithTheRest() throws Exception {
    new ProcessBuilder("bash", "-c", "echo x > $'odd\\xff'")
        .directory(repository.folder().toFile())
        .start()
        .waitFor();
    assertThat(change("odd\ufffd").untracked()).isTrue();
    stage();
    assertThat(change("odd\ufffd").index()).isEqualTo(Kind.ADDED);
  }

  @Test
  void aRenameKnowsWhereItCameFrom() throws Exception {
    repository.commit("old name.v", "a line\nand another\nand a third\n");
    repository.git("mv", "old name.v", "new name.v");
    Change change = change("new name.v");
    assertThat(change.index()).isEqualTo(Kind.RENAMED);
    assertThat(change.from()).isEqualTo("old name.v");
    unstage();
    assertThat(change("old name.v").worktree()).isEqualTo(Kind.DELETED);
    assertThat(change("new name.v").untracked()).isTrue();
  }

  @Test
  void discardingDeletesNeitherIgnoredFilesNorRepositoriesInside() throws Exception {
    repository.commit(".gitignore", "*.bin\n");
    repository.write("new/top.v", "x");
    repository.write("new/top.bin", "x");
    TestingRepository.init(repository.folder().resolve("new/inner")).commit("x", "x");
    assertThat(change("new/inner").nested()).isTrue();
    rpc.result("git/discard", new Git.Discard(List.of(), List.of("new")), Object.class);
    assertThat(repository.folder().resolve("new/top.v")).doesNotExist();
    assertThat(repository.folder().resolve("new/top.bin")).exists();
    assertThat(repository.folder().resolve("new/inner/x")).exists();
    repository.write("new/top.v", "again");
    stage();
    assertThat(repository.git("diff", "--cached", "--name-only")).isEqualTo("new/top.v\n");
  }

  @Test
  void aConflictIsToldResolvedAndCommittedWithItsMessage() throws Exception {
    repository.commit("both.v", "base\n");
    repository.commit("gone.v", "base\n");
    repository.git("switch", "-q", "-c", "side");
    repository.commit("both.v", "theirs\n");
    repository.commit("gone.v", "theirs\n");
    repository.git("switch", "-q", "main");
    repository.commit("both.v", "ours\n");
    repository.git("rm", "-q", "gone.v");
    repository.git("commit", "-q", "-m", "Gone");
    repository.fails("merge", "side");

    Git.Status open = status();
    assertThat(open.operation()).isEqualTo(Git.Operation.MERGE);
    assertThat(open.message()).isEqualTo("Merge branch 'side'");
    assertThat(change("both.v").conflict()).isEqualTo(Conflict.BOTH_MODIFIED);
    assertThat(change("gone.v").conflict()).isEqualTo(Conflict.DELETED_BY_US);
    assertThat(rpc.error("git/commit", new Git.Commit("No", false, false, false)))
        .isEqualTo("git.conflict");

    rpc.result("git/resolve", new Git.Resolve(List.of("both.v"), Git.Side.THEIRS), Object.class);
    rpc.result("git/resolve", new Git.Resolve(List.of("gone.v"), Git.Side.OURS), Object.class);
    unstage();
    assertThat(status().operation()).isEqualTo(Git.Operation.MERGE);
    stage();
    rpc.result("git/continue", new Git.Nothing(), Object.class);
    assertThat(repository.git("log", "-1", "--format=%s %p"))
        .matches("Merge branch 'side' \\w+ \\w+\n");
    assertThat(repository.folder().resolve("both.v")).hasContent("theirs");
    assertThat(repository.folder().resolve("gone.v")).doesNotExist();
  }

  @Test
  void aMergeCanBeAborted() throws Exception {
    repository.commit("a", "base\n");
    repository.git("switch", "-q", "-c", "side");
    repository.commit("a", "theirs\n");
    repository.git("switch", "-q", "main");
    repository.commit("a", "ours\n");
    repository.fails("merge", "side");
    rpc.result("git/abort", new Git.Nothing(), Object.class);
    assertThat(status().operation()).isNull();
    assertThat(repository.folder().resolve("a")).hasContent("ours");
    assertThat(rpc.error("git/abort", new Git.Nothing())).isEqualTo("git.nothing");
  }

  @Test
  void aDetachedHeadHasNoBranch() throws Exception {
    String commit = repository.commit("a", "1");
    rpc.result("git/switch", new Git.Switch(commit, null, false, true), Object.class);
    assertThat(status().branch()).isNull();
    assertThat(status().head()).isEqualTo(commit);
    assertThat(rpc.error("git/push", new Git.Transfer("p"))).isEqualTo("git.failed");
  }

  @Test
  void aFolderWithoutARepositorySaysSo() throws Exception {
    repository.git("--version");
    Files.move(repository.folder().resolve(".git"), folder.resolve("away"));
    assertThat(status().repository()).isFalse();
    assertThat(rpc.error("git/stage", new Git.Paths(List.of("x")))).isEqualTo("git.no_repository");
  }

  @Test
  void pathsOutsideAreRefused() throws Exception {
    for (String path : List.of("../x", "/etc/passwd", "a/../b", "")) {
      assertThat(rpc.call("git/stage", new Git.Paths(List.of(path))).has("error")).isTrue();
    }
    assertThat(rpc.error("git/switch", new Git.Switch("--orphan", null, false, false)))
        .isEqualTo("request.invalid");
    assertThat(rpc.error("git/switch", new Git.Switch("HEAD", "a..b", false, false)))
        .isEqualTo("request.invalid");
    assertThat(rpc.error("git/show", new Git.FileAt("a", "HEAD:b -p")))
        .isEqualTo("request.invalid");
  }

  @Test
  void manyChangesAreCutWithTrackedOnesFirst() throws Exception {
    repository.commit("zzz", "1");
    repository.write("zzz", "2");
    for (int i = 0; i <= Limits.MAX_GIT_CHANGES; i++) {
      Files.createFile(repository.folder().resolve("f" + i));
    }
    Git.Status status = status();
    assertThat(status.truncated()).isTrue();
    assertThat(status.changes()).hasSize(Limits.MAX_GIT_CHANGES);
    assertThat(status.changes().getFirst().path()).isEqualTo("zzz");
    stage();
    assertThat(repository.git("diff", "--cached", "--name-only").lines())
        .hasSize(Limits.MAX_GIT_CHANGES + 2);
  }

  @Test
  void lookingWritesNothing() throws Exception {
    repository.commit("a", "1");
    rpc.result("git/watch", new Git.Nothing(), Object.class);
    // git would now like to refresh the index, whose times don't fit
    Files.setLastModifiedTime(
        repository.folder().resolve("a"), java.nio.file.attribute.FileTime.fromMillis(1_000));
    assertThat(rpc.notification().get("method").getAsString()).isEqualTo("git/changed");
    byte[] before = Files.readAllBytes(repository.folder().resolve(".git/index"));
    assertThat(status().changes()).isEmpty();
    rpc.result("git/log", new Git.LogAt(List.of(), 0, 10, null), Git.Log.class);
    assertThat(Files.readAllBytes(repository.folder().resolve(".git/index"))).isEqualTo(before);
    // the next that is told is what happens next, and nothing that looking did
    repository.git("branch", "other");
    assertThat(rpc.notification().getAsJsonObject("params").get("refs").getAsBoolean()).isTrue();
  }

  @Test
  void aCommitWithoutMessageOrChangesOrIdentityIsRefusedWithANextStep() throws Exception {
    assertThat(rpc.error("git/commit", new Git.Commit("  ", false, false, false)))
        .isEqualTo("git.nothing");
    assertThat(rpc.error("git/commit", new Git.Commit("Empty", false, false, false)))
        .isEqualTo("git.nothing");
    repository.write("a", "1");
    repository.git("config", "--unset", "user.name");
    repository.git("config", "--unset", "user.email");
    repository.git("config", "user.useConfigOnly", "true");
    assertThat(rpc.error("git/commit", new Git.Commit("Who", true, false, false)))
        .isEqualTo("git.no_identity");
  }

  @Test
  void aLockOfAnotherGitIsNamed() throws Exception {
    repository.write("a", "1");
    Files.createFile(repository.folder().resolve(".git/index.lock"));
    assertThat(rpc.error("git/stage", new Git.Paths(List.of("a")))).isEqualTo("git.locked");
  }

  @Test
  void aHookThatLeavesADaemonHoldsNobodyUp() throws Exception {
    repository.write("a", "1");
    Path hook = repository.folder().resolve(".git/hooks/post-commit");
    Files.createDirectories(hook.getParent());
    try (OutputStream out = Files.newOutputStream(hook)) {
      out.write("#!/bin/sh\nsleep 60 &\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    rpc.result(
        "git/commit", new Git.Commit("With a hook", true, false, false), Git.Committed.class);
    assertThat(repository.git("log", "-1", "--format=%s")).isEqualTo("With a hook\n");
  }
}
