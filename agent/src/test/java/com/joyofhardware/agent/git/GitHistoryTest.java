package com.joyofhardware.agent.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.RpcScene;
import com.joyofhardware.agent.TestingRpc;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Git;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitHistoryTest extends RpcScene {
  private TestingRepository remote;
  private TestingRepository other;

  @BeforeEach
  void start() throws Exception {
    remote = TestingRepository.bare(folder.resolve("remote.git"));
    other = TestingRepository.clone(remote.folder(), folder.resolve("other"));
    other.commit("top.v", "one\n");
    other.commit("top.v", "two\n");
    other.git("push", "-q", "origin", "HEAD:main");
  }

  private TestingRepository cloned(String... options) throws Exception {
    return TestingRepository.clone(remote.folder(), workspace, options);
  }

  private Git.Status status() throws Exception {
    return rpc.result("git/status", new Git.Nothing(), Git.Status.class);
  }

  private void does(String method, Object params) throws Exception {
    JsonObject answer = rpc.call(method, params);
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
  }

  private Git.Log log(List<String> refs, int skip, int limit) throws Exception {
    return rpc.result("git/log", new Git.LogAt(refs, skip, limit, null), Git.Log.class);
  }

  @Test
  void aPushArrivesAndARejectedOneSaysToPullFirst() throws Exception {
    TestingRepository mine = cloned();
    mine.commit("mine.v", "1");
    assertThat(status().ahead()).isEqualTo(1);
    does("git/push", new Git.Transfer("1"));
    assertThat(remote.git("log", "-1", "--format=%s", "main")).isEqualTo("Change mine.v\n");
    assertThat(status().ahead()).isZero();

    other.git("pull", "-q");
    other.commit("other.v", "1");
    other.git("push", "-q", "origin", "HEAD:main");
    mine.commit("mine.v", "2");
    JsonObject error = rpc.call("git/push", new Git.Transfer("2")).getAsJsonObject("error");
    assertThat(error.getAsJsonObject("data").get("code").getAsString()).isEqualTo("git.rejected");
    assertThat(error.get("message").getAsString()).contains("[rejected]", "Pull first");

    does("git/fetch", new Git.Transfer("3"));
    assertThat(status().behind()).isEqualTo(1);
    does("git/pull", new Git.Transfer("4"));
    does("git/push", new Git.Transfer("5"));
    assertThat(mine.git("log", "-1", "--format=%P").split(" ", -1)).hasSize(2);
    assertThat(status().ahead()).isZero();
  }

  @Test
  void aNewBranchFollowsItsTwinAfterTheFirstPush() throws Exception {
    cloned();
    does("git/switch", new Git.Switch("HEAD", "feature/blink", false, false));
    assertThat(status().upstream()).isNull();
    does("git/push", new Git.Transfer("1"));
    assertThat(status().upstream()).isEqualTo("origin/feature/blink");
    assertThat(remote.git("branch", "--list", "feature/blink")).isNotEmpty();
  }

  @Test
  void aPullRebasesWhereThatIsConfiguredAndStopsAtAConflict() throws Exception {
    TestingRepository mine = cloned();
    mine.git("config", "pull.rebase", "true");
    other.commit("top.v", "theirs\n");
    other.git("push", "-q", "origin", "HEAD:main");
    mine.commit("top.v", "ours\n");
    JsonObject error = rpc.call("git/pull", new Git.Transfer("1")).getAsJsonObject("error");
    assertThat(error.getAsJsonObject("data").get("code").getAsString()).isEqualTo("git.conflict");
    assertThat(error.get("message").getAsString()).contains("top.v", "Merge Changes");
    assertThat(status().operation()).isEqualTo(Git.Operation.REBASE);
    does("git/resolve", new Git.Resolve(List.of("top.v"), Git.Side.THEIRS));
    does("git/continue", new Git.Nothing());
    assertThat(status().operation()).isNull();
    assertThat(status().branch()).isEqualTo("main");
    assertThat(mine.git("log", "-1", "--format=%s")).isEqualTo("Change top.v\n");
    assertThat(workspace.resolve("top.v")).hasContent("ours");
  }

  @Test
  void aServerThatAsksForAPasswordIsAnErrorNotAQuestion() throws Exception {
    TestingRepository mine = cloned();
    mine.git("remote", "set-url", "origin", "ssh://nobody@127.0.0.1:1/none.git");
    assertThat(rpc.error("git/fetch", new Git.Transfer("1"))).isIn("git.failed", "git.auth");
  }

  @Test
  void aTransferThatHangsCanBeCancelled() throws Exception {
    TestingRepository mine = cloned();
    Path script = folder.resolve("hang.sh");
    Files.writeString(script, "#!/bin/sh\necho it hangs >&2\nsleep 60\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    mine.git("config", "remote.origin.uploadpack", script.toString());
    String fetch =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"git/fetch\",\"params\":{\"operation\":\"slow\"}}";
    FutureTask<String> answered = new FutureTask<>(() -> rpc.raw(fetch));
    Thread.ofPlatform().start(answered);
    JsonObject progress = rpc.notification().getAsJsonObject("params");
    assertThat(progress.get("operation").getAsString()).isEqualTo("slow");
    assertThat(progress.get("text").getAsString()).isEqualTo("it hangs");
    try (TestingRpc second = new TestingRpc(agent)) {
      second.call("git/cancel", new Git.Cancel("slow")); // another client's is not found
    }
    assertThat(answered.isDone()).isFalse();
    rpc.send("{\"jsonrpc\":\"2.0\",\"method\":\"git/cancel\",\"params\":{\"operation\":\"slow\"}}");
    assertThat(answered.get()).contains("git.cancelled");
  }

  @Test
  void historyHasParentsRefsAndPages() throws Exception {
    TestingRepository mine = cloned();
    String tip = mine.commit("a", "1");
    mine.git("tag", "v1");
    Git.Log log = log(List.of("HEAD"), 0, 2);
    assertThat(log.more()).isTrue();
    assertThat(log.commits()).hasSize(2);
    Git.LogEntry first = log.commits().getFirst();
    assertThat(first.id()).isEqualTo(tip);
    assertThat(first.refs()).containsExactlyInAnyOrder("refs/heads/main", "refs/tags/v1");
    assertThat(first.parents()).containsExactly(log.commits().get(1).id());
    assertThat(first.author()).isEqualTo("Ada");
    assertThat(log(List.of(), 2, 10).commits()).hasSize(1);
    assertThat(rpc.error("git/log", new Git.LogAt(List.of("--all"), 0, 1, null)))
        .isEqualTo("request.invalid");
  }

  @Test
  void aCommitsFilesAndTheirTextAreShown() throws Exception {
    TestingRepository mine = cloned();
    String old = mine.git("rev-parse", "HEAD").strip();
    mine.git("mv", "top.v", "a b.v");
    mine.write("new.v", "n");
    mine.git("add", "-A");
    mine.git("commit", "-q", "-m", "Move");
    String commit = mine.git("rev-parse", "HEAD").strip();
    Git.Files files = rpc.result("git/files", new Git.Between(old, commit), Git.Files.class);
    assertThat(files.files())
        .containsExactlyInAnyOrder(
            new Git.FileChange("a b.v", "top.v", Git.Kind.RENAMED),
            new Git.FileChange("new.v", null, Git.Kind.ADDED));
    assertThat(show("a b.v", "")).isEqualTo("two\n");
    assertThat(show("top.v", old)).isEqualTo("two\n");
    assertThat(rpc.error("git/show", new Git.FileAt("top.v", "HEAD"))).isEqualTo("file.not_found");
    assertThat(rpc.error("git/show", new Git.FileAt("top.v", ""))).isEqualTo("file.not_found");
    mine.write("big", "x".repeat(Limits.MAX_GIT_FILE + 1));
    mine.git("add", "big");
    assertThat(rpc.error("git/show", new Git.FileAt("big", ""))).isEqualTo("request.too_large");
  }

  private String show(String path, String ref) throws Exception {
    Git.Shown shown = rpc.result("git/show", new Git.FileAt(path, ref), Git.Shown.class);
    return new String(Base64.getDecoder().decode(shown.base64()), StandardCharsets.UTF_8);
  }

  @Test
  void aShallowHistoryIsWorkedOnAndItsRestIsNoticed() throws Exception {
    TestingRepository mine = cloned("--depth=1");
    assertThat(status().shallow()).isTrue();
    Git.Log before = log(List.of("HEAD"), 0, 10);
    assertThat(before.shallow()).isTrue();
    assertThat(before.commits()).hasSize(1);
    Git.Files files =
        rpc.result(
            "git/files", new Git.Between(null, before.commits().getFirst().id()), Git.Files.class);
    assertThat(files.files()).extracting(Git.FileChange::path).containsExactly("top.v");
    JsonObject undo = rpc.call("git/undo", new Git.Nothing()).getAsJsonObject("error");
    assertThat(undo.get("message").getAsString()).contains("not here yet");

    mine.commit("mine.v", "1");
    does("git/push", new Git.Transfer("1"));
    rpc.call("git/watch", new Git.Nothing());
    mine.git("fetch", "-q", "--unshallow");
    JsonObject told = rpc.notification();
    while (!told.toString().contains("\"refs\":true")) {
      told = rpc.notification();
    }
    assertThat(log(List.of("HEAD"), 0, 10).commits()).hasSize(3);
    assertThat(status().shallow()).isFalse();
  }

  @Test
  void branchesAreListedRenamedAndDeletedOnlyWithTheirCommitsSafe() throws Exception {
    TestingRepository mine = cloned();
    does("git/switch", new Git.Switch("origin/main", "side", true, false));
    mine.commit("side", "1");
    does("git/switch", new Git.Switch("main", null, false, false));
    does("git/renameBranch", new Git.RenameBranch("side", "aside"));
    Git.Branches branches = rpc.result("git/branches", new Git.Nothing(), Git.Branches.class);
    assertThat(branches.refs())
        .extracting(Git.Ref::name)
        .containsExactlyInAnyOrder("aside", "main", "origin/main");
    assertThat(branches.refs().stream().filter(Git.Ref::current))
        .extracting(Git.Ref::ref)
        .containsExactly("refs/heads/main");
    assertThat(rpc.error("git/deleteBranch", new Git.DeleteBranch("aside", false)))
        .isEqualTo("git.not_merged");
    does("git/deleteBranch", new Git.DeleteBranch("aside", true));
    mine.write("top.v", "in the way");
    other.commit("top.v", "three\n");
    other.git("push", "-q", "origin", "HEAD:next");
    does("git/fetch", new Git.Transfer("1"));
    JsonObject error =
        rpc.call("git/switch", new Git.Switch("origin/next", "next", true, false))
            .getAsJsonObject("error");
    assertThat(error.getAsJsonObject("data").get("code").getAsString()).isEqualTo("git.in_the_way");
    assertThat(error.get("message").getAsString()).contains("top.v", "stash");
    assertThat(workspace.resolve("top.v")).hasContent("in the way");
  }

  @Test
  void changesAreStashedAndComeBack() throws Exception {
    TestingRepository mine = cloned();
    mine.write("top.v", "mine\n");
    mine.write("new.v", "n\n");
    does("git/stash", new Git.Stash("my work", true));
    assertThat(status().changes()).isEmpty();
    assertThat(status().stashes()).isEqualTo(1);
    assertThat(rpc.error("git/stash", new Git.Stash(null, false))).isEqualTo("git.nothing");
    Git.Stashes stashes = rpc.result("git/stashes", new Git.Nothing(), Git.Stashes.class);
    assertThat(stashes.stashes().getFirst().message()).contains("my work");
    does("git/applyStash", new Git.StashAt(0, true));
    assertThat(workspace.resolve("top.v")).hasContent("mine");
    assertThat(workspace.resolve("new.v")).hasContent("n");
    assertThat(status().stashes()).isZero();
  }

  @Test
  void aCommitIsAmendedUnderItsOwnMessage() throws Exception {
    TestingRepository mine = cloned();
    mine.commit("a", "1");
    mine.write("a", "2");
    does("git/commit", new Git.Commit("", true, true, false));
    assertThat(mine.git("log", "--format=%s")).isEqualTo("Change a\nChange top.v\nChange top.v\n");
    assertThat(rpc.result("git/message", new Git.At("HEAD"), Git.Message.class).text())
        .isEqualTo("Change a");
    does("git/undo", new Git.Nothing());
    assertThat(status().changes()).extracting(Git.Change::index).containsExactly(Git.Kind.ADDED);
  }
}
