package com.joyofhardware.agent.git;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Git;
import com.joyofhardware.protocol.agent.Git.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of the repository. */
final class StatusReader {
  private static final Git.Status NONE =
      new Git.Status(false, null, null, null, null, null, 0, null, null, false, List.of(), false);

  private static final long MAX_MESSAGE = 64 << 10;

  private final GitRunner git;

  StatusReader(GitRunner git) {
    this.git = git;
  }

  Git.Status status() {
    StatusParser parsed;
    try {
      parsed = parse(Limits.MAX_GIT_CHANGES);
    } catch (JoyException e) {
      if (e.code() == ErrorCode.GIT_NO_REPOSITORY) {
        return NONE;
      }
      throw e;
    }
    Path folder = folder();
    Operation operation = operation(folder);
    return new Git.Status(
        true,
        parsed.head().orElse(null),
        parsed.branch().orElse(null),
        parsed.upstream(),
        parsed.ahead(),
        parsed.behind(),
        parsed.stashes(),
        operation,
        operation == null ? null : message(folder),
        isShallow(folder),
        parsed.changes(),
        parsed.truncated());
  }

  /** All changes, for a call that means all. */
  StatusParser parse(int limit) {
    Outcome outcome =
        git.look(
            GitCall.of(
                "status",
                "--porcelain=v2",
                "-z",
                "--branch",
                "--show-stash",
                "--untracked-files=all"));
    GitErrors.require("The state of the repository can't be read", outcome);
    return StatusParser.parse(outcome.text(), outcome.cut(), limit);
  }

  boolean isShallow() {
    return isShallow(folder());
  }

  @Nullable Operation operation() {
    return operation(folder());
  }

  /** Where the index and HEAD lie: in a linked worktree {@code .git} is a file that says so. */
  private Path folder() {
    Path usual = git.workspace().resolve(".git");
    if (Files.isDirectory(usual, LinkOption.NOFOLLOW_LINKS)) {
      return usual;
    }
    return Path.of(
        git.read("The repository can't be found", GitCall.of("rev-parse", "--absolute-git-dir"))
            .strip());
  }

  private static boolean isShallow(Path folder) {
    return Files.exists(folder.resolve("shallow"), LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable Operation operation(Path folder) {
    if (has(folder, "rebase-merge") || has(folder, "rebase-apply")) {
      return Operation.REBASE;
    }
    if (has(folder, "MERGE_HEAD")) {
      return Operation.MERGE;
    }
    if (has(folder, "CHERRY_PICK_HEAD")) {
      return Operation.CHERRY_PICK;
    }
    return has(folder, "REVERT_HEAD") ? Operation.REVERT : null;
  }

  private static boolean has(Path folder, String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable String message(Path folder) {
    Path file = folder.resolve("MERGE_MSG");
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_MESSAGE) {
        return null;
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.joining("\n"))
          .strip();
    } catch (IOException e) {
      return null; // the merge has just ended
    }
  }
}
