package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** The branch a session starts from, by its short name; it may have no commit yet. */
record StartBranch(Project project, String name) {
  private static final int NAMED_BRANCHES = 5;

  static StartBranch find(Project project, Repository repository, @Nullable String wanted)
      throws IOException {
    if (wanted == null) {
      return new StartBranch(project, defaultBranch(project, repository));
    }
    String name =
        wanted.startsWith(Constants.R_HEADS)
            ? wanted.substring(Constants.R_HEADS.length())
            : wanted;
    boolean valid = Repository.isValidRefName(Constants.R_HEADS + name);
    if (valid && repository.exactRef(Constants.R_HEADS + name) != null) {
      return new StartBranch(project, name);
    }
    List<String> branches = DefaultBranch.branches(repository);
    if (branches.isEmpty() && name.equals(defaultBranch(project, repository))) {
      return new StartBranch(project, name);
    }
    throw new JoyException(
        ErrorCode.NOT_FOUND,
        "%s has no branch '%s'; %s"
            .formatted(
                project.ref(),
                name,
                branches.isEmpty()
                    ? "it has no branches yet: push one, or leave the branch out"
                    : "it has " + some(branches) + " (a session starts from a branch)"));
  }

  private static String defaultBranch(Project project, Repository repository) throws IOException {
    Ref head = head(project, repository);
    if (!head.isSymbolic() || !head.getTarget().getName().startsWith(Constants.R_HEADS)) {
      throw BrokenRepository.of(
          project,
          "its HEAD names no branch",
          "open one of its branches by name, or have an administrator set HEAD with git"
              + " symbolic-ref");
    }
    String name = head.getTarget().getName().substring(Constants.R_HEADS.length());
    if (head.getObjectId() == null) {
      List<String> branches = DefaultBranch.branches(repository);
      if (!branches.isEmpty()) {
        throw BrokenRepository.of(
            project,
            "its default branch '" + name + "' doesn't exist",
            "push '" + name + "', or open another branch by name: it has " + some(branches));
      }
    }
    return name;
  }

  private static Ref head(Project project, Repository repository) {
    try {
      Ref head = repository.exactRef(Constants.HEAD);
      if (head == null) {
        throw BrokenRepository.unreadableHead(project, null);
      }
      return head;
    } catch (IOException e) {
      throw BrokenRepository.unreadableHead(project, e);
    }
  }

  private static String some(List<String> branches) {
    String first =
        String.join(", ", branches.subList(0, Math.min(NAMED_BRANCHES, branches.size())));
    return branches.size() > NAMED_BRANCHES
        ? first + " and " + (branches.size() - NAMED_BRANCHES) + " more"
        : first;
  }

  /** The newest commit, or null when the branch isn't born yet. */
  @Nullable RevCommit tip(Repository repository) throws IOException {
    Ref ref = repository.exactRef(Constants.R_HEADS + name);
    if (ref == null || ref.getObjectId() == null) {
      return null;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ref.getObjectId());
      walk.parseTree(commit.getTree());
      return commit;
    } catch (MissingObjectException | CorruptObjectException | IncorrectObjectTypeException e) {
      throw BrokenRepository.of(
          project,
          "branch '%s' points to commit %s, which is missing or damaged"
              .formatted(name, ref.getObjectId().abbreviate(8).name()),
          "push the branch again from a clone that has it: git push --force origin " + name,
          e);
    }
  }
}
