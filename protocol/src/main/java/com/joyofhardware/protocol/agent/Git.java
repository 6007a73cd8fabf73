package com.joyofhardware.protocol.agent;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters and results of the {@code git/*} methods on {@code WS /rpc}: the repository in the
 * workspace's root, worked on by the session's own git. Paths are relative to the workspace.
 */
public final class Git {
  private Git() {}

  /**
   * Methods without parameters: {@code git/watch} → null, from then on {@code git/changed} arrives;
   * {@code git/status} → {@link Status}; {@code git/branches} → {@link Branches}; {@code
   * git/stashes} → {@link Stashes}; {@code git/undo} (the last commit; its changes stay staged),
   * {@code git/continue} and {@code git/abort} (a merge, rebase, cherry-pick or revert) → null.
   */
  public record Nothing() {}

  /**
   * Notification {@code git/changed}: something may be different. It comes at most every 250 ms.
   *
   * @param refs HEAD, a branch, a remote's branch, or how far the history reaches
   * @param index what is staged; with neither it is files alone
   */
  public record Changed(boolean refs, boolean index) {}

  /** What happened to a file between two of HEAD, index and worktree. */
  public enum Kind {
    @SerializedName("modified")
    MODIFIED,
    @SerializedName("added")
    ADDED,
    @SerializedName("deleted")
    DELETED,
    @SerializedName("renamed")
    RENAMED,
    @SerializedName("copied")
    COPIED,
    @SerializedName("type")
    TYPE
  }

  /** Who did what to a path that a merge left open. */
  public enum Conflict {
    @SerializedName("bothModified")
    BOTH_MODIFIED,
    @SerializedName("bothAdded")
    BOTH_ADDED,
    @SerializedName("bothDeleted")
    BOTH_DELETED,
    @SerializedName("addedByUs")
    ADDED_BY_US,
    @SerializedName("addedByThem")
    ADDED_BY_THEM,
    @SerializedName("deletedByUs")
    DELETED_BY_US,
    @SerializedName("deletedByThem")
    DELETED_BY_THEM
  }

  /**
   * A path that is not as HEAD has it. A name that isn't UTF-8 holds U+FFFD and can only be staged
   * together with everything.
   *
   * @param from where a renamed or copied file was
   * @param index HEAD → index, null when equal
   * @param worktree index → worktree, null when equal
   * @param conflict set alone
   * @param untracked set alone
   * @param nested a repository inside this one, which it doesn't know; set alone
   */
  public record Change(
      String path,
      @Nullable String from,
      @Nullable Kind index,
      @Nullable Kind worktree,
      @Nullable Conflict conflict,
      boolean untracked,
      boolean nested) {}

  /** What git is in the middle of. */
  public enum Operation {
    @SerializedName("merge")
    MERGE,
    @SerializedName("rebase")
    REBASE,
    @SerializedName("cherryPick")
    CHERRY_PICK,
    @SerializedName("revert")
    REVERT
  }

  /**
   * Result of {@code git/status}.
   *
   * @param repository false: all else is empty
   * @param head commit that is checked out, null before the first one
   * @param branch null on a detached HEAD
   * @param upstream what the branch follows, {@code origin/main}; it need not exist any more
   * @param ahead commits that the upstream lacks, null without one
   * @param behind commits that only the upstream has, null without one
   * @param message what a merge suggests as its message
   * @param shallow older history is not there, or is still on its way
   * @param changes tracked files first, at most {@link
   *     com.joyofhardware.protocol.Limits#MAX_GIT_CHANGES}
   * @param truncated there are more changes than that
   */
  public record Status(
      boolean repository,
      @Nullable String head,
      @Nullable String branch,
      @Nullable String upstream,
      @Nullable Integer ahead,
      @Nullable Integer behind,
      int stashes,
      @Nullable Operation operation,
      @Nullable String message,
      boolean shallow,
      List<Change> changes,
      boolean truncated) {
    public Status {
      changes = List.copyOf(changes);
    }
  }

  /** {@code git/stage} and {@code git/unstage} → null. No path is all paths. */
  public record Paths(List<String> paths) {
    public Paths {
      paths = List.copyOf(paths);
    }
  }

  /**
   * {@code git/discard} → null: files become what the index has, untracked ones are deleted. What
   * was there is lost.
   */
  public record Discard(List<String> tracked, List<String> untracked) {
    public Discard {
      tracked = List.copyOf(tracked);
      untracked = List.copyOf(untracked);
    }
  }

  /** {@code git/resolve} → null: takes one side of a conflict as a whole, and stages it. */
  public record Resolve(List<String> paths, Side side) {
    public Resolve {
      paths = List.copyOf(paths);
    }
  }

  /**
   * {@code git/stageText} → null: stages this text of a file that the index knows, whatever the
   * worktree has. So a part of the changes is staged.
   */
  public record StageText(String path, String text) {}

  /** Of a conflict. */
  public enum Side {
    @SerializedName("ours")
    OURS,
    @SerializedName("theirs")
    THEIRS
  }

  /**
   * {@code git/commit} → {@link Committed}.
   *
   * @param all stage everything first
   * @param amend replace the last commit
   */
  public record Commit(String message, boolean all, boolean amend, boolean signoff) {}

  public record Committed(String commit) {}

  /** {@code git/message} of a commit → {@link Message}. */
  public record At(String commit) {}

  public record Message(String text) {}

  /**
   * {@code git/fetch}, {@code git/pull} and {@code git/push} → null. The first push of a branch
   * makes it follow its remote twin.
   *
   * @param operation chosen by the client: {@code git/progress} says it, {@code git/cancel} takes
   *     it
   */
  public record Transfer(String operation) {}

  /** {@code git/cancel} → null: the call that goes on under that name ends with an error. */
  public record Cancel(String operation) {}

  /**
   * Notification {@code git/progress} to the client that asked.
   *
   * @param text git's own words: {@code Receiving objects: 42 % (42/100)}
   */
  public record Progress(String operation, String text, @Nullable Integer percent) {}

  /**
   * A branch or tag.
   *
   * @param ref {@code refs/heads/main}
   * @param name {@code main}, {@code origin/main}
   * @param time of its commit, milliseconds since 1970
   */
  public record Ref(
      String ref,
      String name,
      String commit,
      @Nullable String upstream,
      boolean current,
      long time,
      String subject) {}

  /** Newest first. */
  public record Branches(List<Ref> refs, boolean truncated) {
    public Branches {
      refs = List.copyOf(refs);
    }
  }

  /**
   * {@code git/switch} → null.
   *
   * @param to a branch; a commit or remote branch with {@code create} or {@code detach}
   * @param create a new branch of that name, which starts at {@code to}
   * @param track the new branch follows {@code to}
   */
  public record Switch(String to, @Nullable String create, boolean track, boolean detach) {}

  /** {@code git/renameBranch} → null. */
  public record RenameBranch(String from, String to) {}

  /**
   * {@code git/deleteBranch} → null.
   *
   * @param force also when its commits are in no other branch
   */
  public record DeleteBranch(String name, boolean force) {}

  /**
   * {@code git/log} → {@link Log}.
   *
   * @param refs where to begin: full names of refs, commits, or {@code HEAD}; none is all branches
   * @param path only what touched it
   */
  public record LogAt(List<String> refs, int skip, int limit, @Nullable String path) {
    public LogAt {
      refs = List.copyOf(refs);
    }
  }

  /**
   * A commit.
   *
   * @param time of the author, milliseconds since 1970
   * @param refs full names of the refs that point to it
   */
  public record LogEntry(
      String id,
      List<String> parents,
      String author,
      String email,
      long time,
      String message,
      List<String> refs) {
    public LogEntry {
      parents = List.copyOf(parents);
      refs = List.copyOf(refs);
    }
  }

  /**
   * Result of {@code git/log}: newest first.
   *
   * @param more there are older ones
   * @param shallow the last one shown need not be the first there was
   */
  public record Log(List<LogEntry> commits, boolean more, boolean shallow) {
    public Log {
      commits = List.copyOf(commits);
    }
  }

  /** {@code git/mergeBase} of commits or refs → {@link Base}. */
  public record Refs(List<String> refs) {
    public Refs {
      refs = List.copyOf(refs);
    }
  }

  public record Base(@Nullable String commit) {}

  /** {@code git/files}: what a commit changed → {@link Files}. Without a parent it is all of it. */
  public record Between(@Nullable String parent, String commit) {}

  public record FileChange(String path, @Nullable String from, Kind kind) {}

  public record Files(List<FileChange> files, boolean truncated) {
    public Files {
      files = List.copyOf(files);
    }
  }

  /**
   * {@code git/show} → {@link Shown}: a file as a checkout would write it.
   *
   * @param ref a commit, {@code HEAD}, or empty for the index
   */
  public record FileAt(String path, String ref) {}

  /** Bytes in base64, at most {@link com.joyofhardware.protocol.Limits#MAX_GIT_FILE} of them. */
  public record Shown(String base64) {}

  /** {@code git/stash} → null. */
  public record Stash(@Nullable String message, boolean untracked) {}

  /** {@code git/applyStash} and {@code git/dropStash} → null. {@code drop} once it applied. */
  public record StashAt(int index, boolean drop) {}

  public record StashEntry(int index, String message, long time) {}

  public record Stashes(List<StashEntry> stashes) {
    public Stashes {
      stashes = List.copyOf(stashes);
    }
  }
}
