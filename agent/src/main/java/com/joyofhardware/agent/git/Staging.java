package com.joyofhardware.agent.git;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Git;
import com.joyofhardware.protocol.agent.Git.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves changes between worktree and index. */
final class Staging {
  /** {@code git clean} takes paths as arguments only; 128 KiB are safe everywhere. */
  private static final int MAX_ARGUMENTS = 64 << 10;

  private final GitRunner git;
  private final StatusReader status;

  Staging(GitRunner git, StatusReader status) {
    this.git = git;
    this.status = status;
  }

  void stage(List<String> paths) {
    if (!paths.isEmpty()) {
      git.write("Staging failed", GitCall.of("add", "--all").withPaths(checked(paths)));
      return;
    }
    StatusParser now = status.parse(Integer.MAX_VALUE);
    if (now.changes().stream().noneMatch(Change::nested)) {
      git.write("Staging failed", GitCall.of("add", "--all"));
      return;
    }
    requireAll(now);
    // git would take a repository inside this one for a submodule whose address nobody knows
    List<String> changed =
        now.changes().stream()
            .filter(each -> each.untracked() || each.worktree() != null || each.conflict() != null)
            .map(Change::path)
            .toList();
    if (!changed.isEmpty()) {
      git.write("Staging failed", GitCall.of("add", "--all").withPaths(changed));
    }
  }

  void stageText(Git.StageText staged) {
    String path = staged.path();
    checked(List.of(path));
    String what = "Staging a part of " + path + " failed";
    String entry =
        git.read(what, GitCall.of(GitCall.LITERAL, "ls-files", "--stage", "-z", "--", path));
    int tab = entry.indexOf('\t');
    if (!entry.endsWith(" 0\t" + path + "\0") || tab < 0) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, path + " is new or in conflict: stage it as a whole");
    }
    String mode = entry.substring(0, entry.indexOf(' '));
    String object =
        git.read(
                what,
                GitCall.of("hash-object", "-w", "--stdin", "--path=" + path)
                    .withInput(staged.text()))
            .strip();
    git.write(what, GitCall.of("update-index", "--cacheinfo", mode + "," + object + "," + path));
  }

  void unstage(List<String> paths) {
    StatusParser now = status.parse(Integer.MAX_VALUE);
    List<String> staged = new ArrayList<>(checked(paths));
    if (paths.isEmpty()) {
      requireAll(now);
      // without paths, reset would forget a merge that goes on
      for (Change change : now.changes()) {
        if (change.index() != null) {
          staged.add(change.path());
          String from = change.from();
          if (from != null) {
            staged.add(from);
          }
        }
      }
    }
    if (staged.isEmpty()) {
      return;
    }
    GitCall call =
        now.head().isPresent()
            ? GitCall.of("reset", "--quiet")
            : GitCall.of("rm", "--cached", "--quiet", "-r", "--force");
    git.write("Unstaging failed", call.withPaths(staged));
  }

  void discard(Git.Discard what) {
    List<String> tracked = checked(what.tracked());
    List<String> untracked = checked(what.untracked());
    if (!tracked.isEmpty()) {
      git.write("Discarding failed", GitCall.of("restore", "--worktree").withPaths(tracked));
    }
    for (List<String> some : portions(untracked)) {
      // not twice --force: a repository in there stays
      List<String> args =
          new ArrayList<>(List.of(GitCall.LITERAL, "clean", "--force", "--quiet", "-d", "--"));
      args.addAll(some);
      git.write("Deleting failed", GitCall.of(args));
    }
  }

  void resolve(Git.Resolve resolve) {
    List<String> paths = checked(resolve.paths());
    if (paths.isEmpty()) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "no path was named to resolve");
    }
    List<Change> open =
        status.parse(Integer.MAX_VALUE).changes().stream()
            .filter(each -> each.conflict() != null && paths.contains(each.path()))
            .toList();
    List<String> gone = new ArrayList<>();
    List<String> there = new ArrayList<>();
    for (Change change : open) {
      (isGone(change.conflict(), resolve.side()) ? gone : there).add(change.path());
    }
    git.between(() -> {
      if (!there.isEmpty()) {
        String side = resolve.side() == Git.Side.OURS ? "--ours" : "--theirs";
        step(GitCall.of("checkout", side).withPaths(there));
        step(GitCall.of("add").withPaths(there));
      }
      if (!gone.isEmpty()) {
        step(GitCall.of("rm", "--quiet", "--force").withPaths(gone));
      }
      return null;
    });
  }

  private void step(GitCall call) {
    GitErrors.require("The conflict can't be resolved", git.step(call));
  }

  private static boolean isGone(Git.@Nullable Conflict conflict, Git.Side side) {
    boolean ours = side == Git.Side.OURS;
    return conflict != null
        && switch (conflict) {
          case BOTH_DELETED -> true;
          case DELETED_BY_US, ADDED_BY_THEM -> ours;
          case DELETED_BY_THEM, ADDED_BY_US -> !ours;
          case BOTH_MODIFIED, BOTH_ADDED -> false;
        };
  }

  private static void requireAll(StatusParser now) {
    if (now.truncated()) {
      throw new JoyException(
          ErrorCode.LIMIT_REACHED,
          "there are too many changes to take them all here; use git add or git reset in a"
              + " terminal, or have .gitignore leave some out");
    }
  }

  static List<String> checked(List<String> paths) {
    for (String path : paths) {
      if (BeneathPath.parse(path).isRoot()) {
        throw new JoyException(ErrorCode.BAD_REQUEST, "a path is empty; name a file or a folder");
      }
    }
    return paths;
  }

  private static List<List<String>> portions(List<String> paths) {
    List<List<String>> portions = new ArrayList<>();
    int size = MAX_ARGUMENTS;
    for (String path : paths) {
      size += path.length() * 3;
      if (size > MAX_ARGUMENTS) {
        portions.add(new ArrayList<>());
        size = path.length() * 3;
      }
      portions.getLast().add(path);
    }
    return portions;
  }
}
