package com.joyofhardware.agent.git;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Git;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fetch, pull and push: they take their time, say how far they are, and can be cancelled. */
final class Transfers {
  private static final int MAX_NAME = 100;

  private record Key(RpcConnection client, String operation) {}

  private final GitRunner git;
  private final Map<Key, GitProcess> running = new ConcurrentHashMap<>();

  Transfers(GitRunner git) {
    this.git = git;
  }

  void fetch(RpcConnection client, Git.Transfer transfer) {
    Outcome outcome = run(client, transfer, List.of("fetch", "--progress"));
    if (outcome.errors().contains("shallow file has changed")) {
      // the rest of the history arrived just now, from the master
      outcome = run(client, transfer, List.of("fetch", "--progress"));
    }
    GitErrors.require("Fetching failed", outcome);
  }

  void pull(RpcConnection client, Git.Transfer transfer) {
    Tracking tracking = Tracking.read(git);
    List<String> args = new ArrayList<>(List.of("pull", "--progress", "--no-edit"));
    if (!tracking.saysHowToPull()) {
      // git would refuse to choose, and merging is what it did before it refused
      args.add("--no-rebase");
    }
    GitErrors.require("Pulling failed", git.between(() -> run(client, transfer, args)));
  }

  void push(RpcConnection client, Git.Transfer transfer) {
    Tracking tracking = Tracking.read(git);
    String from = "refs/heads/" + tracking.branch();
    List<String> args = new ArrayList<>(List.of("push", "--progress"));
    if (tracking.merge().isEmpty()) {
      args.add("--set-upstream");
    }
    args.addAll(List.of("--", tracking.pushRemote(), from + ":" + tracking.merge().orElse(from)));
    GitErrors.require("Pushing failed", run(client, transfer, args));
  }

  private Outcome run(RpcConnection client, Git.Transfer transfer, List<String> args) {
    String operation = transfer.operation();
    if (operation.length() > MAX_NAME) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "the name of the operation is too long");
    }
    Key key = new Key(client, operation);
    ProgressFeed progress = new ProgressFeed(client, operation);
    try {
      return git.run(
          GitCall.of(args).withLines(progress::line),
          Map.of(),
          process -> running.put(key, process));
    } finally {
      running.remove(key);
    }
  }

  void cancel(RpcConnection client, Git.Cancel cancel) {
    GitProcess process = running.get(new Key(client, cancel.operation()));
    if (process != null) {
      process.cancel();
    }
  }
}
