package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Git;
import com.joyofhardware.protocol.agent.Git.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes commits, takes the last one back, ends a merge or rebase one way or the other. */
final class Commits {
  private final GitRunner git;
  private final StatusReader status;
  private final Staging staging;

  Commits(GitRunner git, StatusReader status, Staging staging) {
    this.git = git;
    this.status = status;
    this.staging = staging;
  }

  Git.Committed commit(Git.Commit commit) {
    boolean empty = commit.message().isBlank();
    if (empty && !commit.amend()) {
      throw new JoyException(ErrorCode.GIT_NOTHING, "The commit has no message: write one first.");
    }
    if (commit.all()) {
      staging.stage(List.of());
    }
    List<String> args = new ArrayList<>(List.of("commit", "--quiet"));
    args.add(empty ? "--no-edit" : "--file=-");
    if (commit.amend()) {
      args.add("--amend");
    }
    if (commit.signoff()) {
      args.add("--signoff");
    }
    String message = commit.message();
    return git.between(() -> {
      GitErrors.require("The commit failed", git.step(GitCall.of(args).withInput(message)));
      return new Git.Committed(head());
    });
  }

  private String head() {
    return git.read("The new commit can't be found", GitCall.of("rev-parse", "HEAD")).strip();
  }

  Git.Message message(Git.At at) {
    String commit = RefNames.commit(at.commit());
    return new Git.Message(
        git.read(
                "The message can't be read",
                GitCall.of("log", "--max-count=1", "--format=%B", commit, "--"))
            .strip());
  }

  /** What the last commit changed is staged then. */
  void undo() {
    if (status.operation() != null) {
      throw new JoyException(
          ErrorCode.GIT_CONFLICT,
          "A merge or rebase goes on: continue or abort it before a commit is taken back.");
    }
    String commit =
        git.read("There is no commit to take back", GitCall.of("cat-file", "commit", "HEAD"));
    boolean first = !commit.substring(0, commit.indexOf("\n\n") + 1).contains("\nparent ");
    Outcome outcome =
        git.write(
            first
                ? GitCall.of("update-ref", "-d", "HEAD")
                : GitCall.of("reset", "--soft", "HEAD~1", "--"));
    if (!outcome.isGood() && status.isShallow()) {
      throw new JoyException(
          ErrorCode.GIT_FAILED,
          "The commit before the last one is not here yet. Try again in a moment, when the history"
              + " has arrived.");
    }
    GitErrors.require("The commit can't be taken back", outcome);
  }

  void goOn() {
    git.write(
        "It can't go on",
        switch (operation()) {
          case MERGE -> GitCall.of("commit", "--quiet", "--no-edit");
          case REBASE -> GitCall.of("rebase", "--continue");
          case CHERRY_PICK -> GitCall.of("cherry-pick", "--continue");
          case REVERT -> GitCall.of("revert", "--continue");
        });
  }

  void abort() {
    git.write(
        "It can't be aborted",
        switch (operation()) {
          case MERGE -> GitCall.of("merge", "--abort");
          case REBASE -> GitCall.of("rebase", "--abort");
          case CHERRY_PICK -> GitCall.of("cherry-pick", "--abort");
          case REVERT -> GitCall.of("revert", "--abort");
        });
  }

  private Operation operation() {
    @Nullable Operation operation = status.operation();
    if (operation == null) {
      throw new JoyException(
          ErrorCode.GIT_NOTHING, "No merge or rebase goes on, so there is nothing to end.");
    }
    return operation;
  }
}
