package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Git;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Changes put aside. */
final class Stashing {
  private static final int FIELDS = 2;

  private final GitRunner git;

  Stashing(GitRunner git) {
    this.git = git;
  }

  void push(Git.Stash stash) {
    List<String> args = new ArrayList<>(List.of("stash", "push"));
    if (stash.untracked()) {
      args.add("--include-untracked");
    }
    String message = stash.message();
    if (message != null && !message.isBlank()) {
      args.add("--message=" + message);
    }
    Outcome outcome = git.write(GitCall.of(args));
    GitErrors.require("Stashing failed", outcome);
    if (outcome.text().contains("No local changes to save")) {
      throw new JoyException(
          ErrorCode.GIT_NOTHING,
          "There are no changes to stash"
              + (stash.untracked() ? "." : "; untracked files are stashed only if you say so."));
    }
  }

  Git.Stashes list() {
    String output =
        git.read(
            "The stashes can't be listed",
            GitCall.of("stash", "list", "-z", "--format=tformat:%gs%x00%ct"));
    String[] fields = output.split("\0", -1);
    List<Git.StashEntry> stashes = new ArrayList<>();
    for (int i = 0; i + FIELDS < fields.length; i += FIELDS) {
      long time = TimeUnit.SECONDS.toMillis(Long.parseLong(fields[i + 1]));
      stashes.add(new Git.StashEntry(stashes.size(), fields[i], time));
    }
    return new Git.Stashes(stashes);
  }

  /** One that meets a conflict stays in the list. */
  void apply(Git.StashAt at) {
    git.write(
        "The stash can't be applied",
        GitCall.of("stash", at.drop() ? "pop" : "apply", "--quiet", name(at)));
  }

  void drop(Git.StashAt at) {
    git.write("The stash can't be dropped", GitCall.of("stash", "drop", "--quiet", name(at)));
  }

  private static String name(Git.StashAt at) {
    return "stash@{" + Math.max(0, at.index()) + "}";
  }
}
