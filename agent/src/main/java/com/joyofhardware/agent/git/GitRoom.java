package com.joyofhardware.agent.git;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.agent.Git;
import java.util.function.Consumer;

/** Opens source control: {@code git/*}. */
public final class GitRoom {
  private final Services services;
  private final StatusReader status;
  private final Staging staging;
  private final Commits commits;
  private final Transfers transfers;
  private final Branches branches;
  private final History history;
  private final Stashing stashing;

  private GitRoom(Services services, GitRunner git) {
    this.services = services;
    this.status = new StatusReader(git);
    this.staging = new Staging(git, status);
    this.commits = new Commits(git, status, staging);
    this.transfers = new Transfers(git);
    this.branches = new Branches(git);
    this.history = new History(git, status);
    this.stashing = new Stashing(git);
  }

  public static void open(Services services, Processes processes) {
    GitRoom room = new GitRoom(services, new GitRunner(processes, services.config().workspace()));
    room.reading(services.rpc());
    room.changing(services.rpc());
    room.transferring(services.rpc());
  }

  private void reading(RpcMethods rpc) {
    rpc.method("git/status", Git.Nothing.class, (client, nothing) -> status.status());
    rpc.method("git/branches", Git.Nothing.class, (client, nothing) -> branches.list());
    rpc.method("git/stashes", Git.Nothing.class, (client, nothing) -> stashing.list());
    rpc.method("git/log", Git.LogAt.class, (client, at) -> history.log(at));
    rpc.method("git/mergeBase", Git.Refs.class, (client, of) -> history.mergeBase(of));
    rpc.method("git/files", Git.Between.class, (client, between) -> history.files(between));
    rpc.method("git/show", Git.FileAt.class, (client, at) -> history.show(at));
    rpc.method("git/message", Git.At.class, (client, at) -> commits.message(at));
    rpc.method(
        "git/watch",
        Git.Nothing.class,
        (client, nothing) -> {
          watch(client);
          return null;
        });
  }

  private void changing(RpcMethods rpc) {
    change(rpc, "git/stage", Git.Paths.class, paths -> staging.stage(paths.paths()));
    change(rpc, "git/unstage", Git.Paths.class, paths -> staging.unstage(paths.paths()));
    change(rpc, "git/discard", Git.Discard.class, staging::discard);
    change(rpc, "git/stageText", Git.StageText.class, staging::stageText);
    change(rpc, "git/resolve", Git.Resolve.class, staging::resolve);
    rpc.method("git/commit", Git.Commit.class, (client, commit) -> commits.commit(commit));
    change(rpc, "git/undo", Git.Nothing.class, nothing -> commits.undo());
    change(rpc, "git/continue", Git.Nothing.class, nothing -> commits.goOn());
    change(rpc, "git/abort", Git.Nothing.class, nothing -> commits.abort());
    change(rpc, "git/switch", Git.Switch.class, branches::switchTo);
    change(rpc, "git/renameBranch", Git.RenameBranch.class, branches::rename);
    change(rpc, "git/deleteBranch", Git.DeleteBranch.class, branches::delete);
    change(rpc, "git/stash", Git.Stash.class, stashing::push);
    change(rpc, "git/applyStash", Git.StashAt.class, stashing::apply);
    change(rpc, "git/dropStash", Git.StashAt.class, stashing::drop);
  }

  private void transferring(RpcMethods rpc) {
    rpc.method(
        "git/fetch",
        Git.Transfer.class,
        (client, transfer) -> {
          transfers.fetch(client, transfer);
          return null;
        });
    rpc.method(
        "git/pull",
        Git.Transfer.class,
        (client, transfer) -> {
          transfers.pull(client, transfer);
          return null;
        });
    rpc.method(
        "git/push",
        Git.Transfer.class,
        (client, transfer) -> {
          transfers.push(client, transfer);
          return null;
        });
    rpc.method(
        "git/cancel",
        Git.Cancel.class,
        (client, cancel) -> {
          transfers.cancel(client, cancel);
          return null;
        });
  }

  private static <P extends Record> void change(
      RpcMethods rpc, String name, Class<P> params, Consumer<P> change) {
    rpc.method(
        name,
        params,
        (client, given) -> {
          change.accept(given);
          return null;
        });
  }

  private void watch(RpcConnection client) {
    ChangedFeed feed = new ChangedFeed(client, services.timers());
    WorkspaceWatcher.Subscription subscription = services.watcher().subscribe(feed);
    client.onClose(() -> {
      subscription.close();
      feed.close();
    });
  }
}
