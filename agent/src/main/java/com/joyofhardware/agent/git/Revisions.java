package com.joyofhardware.agent.git;

import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.protocol.JoyException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Tells other rooms which revision the workspace is at. */
public final class Revisions {
  private static final Logger LOG = System.getLogger(Revisions.class.getName());

  /** More changes than fit need not be read to know that it isn't clean. */
  private static final int OUTPUT = 64 << 10;

  private final GitRunner git;

  private Revisions(GitRunner git) {
    this.git = git;
  }

  public static Revisions of(Processes processes, Path workspace) {
    return new Revisions(new GitRunner(processes, workspace));
  }

  /**
   * What is checked out now; empty where there is no commit. Blocking.
   *
   * @param built files that don't count as changes: what the revision is asked for
   */
  public Optional<Revision> now(Set<String> built) {
    try {
      Outcome outcome =
          git.look(
              GitCall.of("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all")
                  .withLimit(OUTPUT));
      if (!outcome.isGood()) {
        return Optional.empty(); // no repository
      }
      StatusParser status = StatusParser.parse(outcome.text(), outcome.cut(), Integer.MAX_VALUE);
      boolean clean =
          !status.truncated()
              && status.changes().stream().allMatch(change -> built.contains(change.path()));
      return status.head().map(commit -> new Revision(commit, clean));
    } catch (JoyException e) {
      LOG.log(Level.WARNING, "the revision of the workspace can't be told", e);
      return Optional.empty();
    }
  }
}
