package com.joyofhardware.agent.git;

import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Git;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was: commits, what they changed, and files as they were. */
final class History {
  private static final String FORMAT = "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%at%x00%D%x00%B";
  private static final int FIELDS = 7;

  private final GitRunner git;
  private final StatusReader status;

  History(GitRunner git, StatusReader status) {
    this.git = git;
    this.status = status;
  }

  Git.Log log(Git.LogAt at) {
    int limit = Math.clamp(at.limit(), 1, Limits.MAX_GIT_LOG);
    List<String> args =
        new ArrayList<>(
            List.of(
                GitCall.LITERAL,
                "log",
                "-z",
                "--topo-order",
                "--decorate=full",
                "--no-show-signature",
                FORMAT));
    args.add("--skip=" + Math.max(0, at.skip()));
    args.add("--max-count=" + (limit + 1));
    if (at.refs().isEmpty()) {
      args.addAll(List.of("--branches", "--remotes", "--tags", "HEAD"));
    }
    at.refs().forEach(ref -> args.add(RefNames.commit(ref)));
    args.add("--");
    String path = at.path();
    if (path != null) {
      args.addAll(Staging.checked(List.of(path)));
    }
    Outcome outcome = git.look(GitCall.of(args));
    if (isUnborn(outcome)) {
      return new Git.Log(List.of(), false, false);
    }
    GitErrors.require("The history can't be read", outcome);
    String[] fields = outcome.text().split("\0", -1);
    List<Git.LogEntry> commits = new ArrayList<>();
    // of a cut output the last commit may be half
    int whole = fields.length / FIELDS - (outcome.cut() ? 1 : 0);
    for (int i = 0; i < Math.min(whole, limit); i++) {
      commits.add(commit(Arrays.asList(fields).subList(i * FIELDS, (i + 1) * FIELDS)));
    }
    return new Git.Log(commits, whole > limit || outcome.cut(), status.isShallow());
  }

  private static boolean isUnborn(Outcome outcome) {
    return outcome.errors().contains("does not have any commits yet")
        || outcome.errors().contains("bad revision 'HEAD'");
  }

  private static Git.LogEntry commit(List<String> fields) {
    return new Git.LogEntry(
        fields.get(0),
        words(fields.get(1), " "),
        fields.get(2),
        fields.get(3),
        TimeUnit.SECONDS.toMillis(Long.parseLong(fields.get(4))),
        fields.get(6).strip(),
        refs(fields.get(5)));
  }

  /** {@code HEAD -> refs/heads/main, tag: refs/tags/v1, refs/remotes/origin/main}. */
  private static List<String> refs(String decoration) {
    return words(decoration, ", ").stream()
        .map(each -> each.replaceFirst("^HEAD -> |^tag: ", ""))
        .filter(each -> each.startsWith("refs/") && !each.endsWith("/HEAD"))
        .toList();
  }

  private static List<String> words(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator, -1));
  }

  Git.Base mergeBase(Git.Refs of) {
    if (of.refs().size() < 2) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "two refs have a common ancestor, one has not");
    }
    List<String> args = new ArrayList<>(List.of("merge-base", "--octopus"));
    of.refs().forEach(ref -> args.add(RefNames.commit(ref)));
    Outcome outcome = git.look(GitCall.of(args));
    if (outcome.exit() == 1) {
      return new Git.Base(null);
    }
    return new Git.Base(
        GitErrors.require("The common ancestor can't be found", outcome).text().strip());
  }

  Git.Files files(Git.Between between) {
    String parent = between.parent();
    List<String> args =
        new ArrayList<>(
            List.of("diff-tree", "-r", "-z", "-M", "--name-status", "--no-commit-id", "--root"));
    if (parent != null) {
      args.add(RefNames.commit(parent));
    }
    args.addAll(List.of(RefNames.commit(between.commit()), "--"));
    Outcome outcome =
        GitErrors.require("What the commit changed can't be read", git.look(GitCall.of(args)));
    String[] fields = outcome.text().split("\0", -1);
    List<Git.FileChange> files = new ArrayList<>();
    int end = fields.length - (outcome.cut() ? 3 : 1);
    int at = 0;
    while (at < end && files.size() < Limits.MAX_GIT_CHANGES) {
      Git.Kind kind = kind(fields[at]);
      boolean two = kind == Git.Kind.RENAMED || kind == Git.Kind.COPIED;
      @Nullable String from = two ? fields[at + 1] : null;
      files.add(new Git.FileChange(fields[two ? at + 2 : at + 1], from, kind));
      at += two ? 3 : 2;
    }
    return new Git.Files(files, at < end || outcome.cut());
  }

  private static Git.Kind kind(String status) {
    return switch (status.isEmpty() ? 'M' : status.charAt(0)) {
      case 'A' -> Git.Kind.ADDED;
      case 'D' -> Git.Kind.DELETED;
      case 'R' -> Git.Kind.RENAMED;
      case 'C' -> Git.Kind.COPIED;
      case 'T' -> Git.Kind.TYPE;
      default -> Git.Kind.MODIFIED;
    };
  }

  /** As a checkout would write it: with its line ends, and large files where git keeps them. */
  Git.Shown show(Git.FileAt at) {
    String path = at.path();
    if (BeneathPath.parse(path).isRoot()) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "a folder can't be shown; name a file");
    }
    String object = (at.ref().isEmpty() ? ":0" : RefNames.commit(at.ref())) + ":" + path;
    Outcome outcome =
        git.look(GitCall.of("cat-file", "--filters", object).withLimit(Limits.MAX_GIT_FILE));
    if (outcome.cut()) {
      throw new JoyException(
          ErrorCode.TOO_LARGE,
          path
              + " is larger than 1 MiB, too large to be compared here; use git diff in a terminal");
    }
    if (!outcome.isGood() && isMissing(outcome.errors())) {
      throw new JoyException(
          ErrorCode.FILE_NOT_FOUND,
          path + " is not in " + (at.ref().isEmpty() ? "the index" : at.ref()));
    }
    GitErrors.require(path + " can't be shown", outcome);
    return new Git.Shown(Base64.getEncoder().encodeToString(outcome.output()));
  }

  private static boolean isMissing(String errors) {
    return errors.contains("does not exist")
        || errors.contains("exists on disk, but not in")
        || errors.contains("is in the index, but not at stage 0")
        || errors.contains("invalid object name")
        || errors.contains("Not a valid object name");
  }
}
