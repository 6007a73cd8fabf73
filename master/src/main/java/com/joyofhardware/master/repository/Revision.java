package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Finds the commit that a visitor names. JGit's own {@code resolve} isn't used: it reads a language
 * with regular expressions and abbreviations, which strangers need not have.
 */
final class Revision {
  private Revision() {}

  /**
   * The commit of a ref.
   *
   * @param ref null for the default branch
   * @return empty for the default branch of a repository without commits
   */
  static Optional<RevCommit> find(Repository repository, RevWalk walk, @Nullable String ref)
      throws IOException {
    if (ref == null) {
      Ref head = repository.exactRef(Constants.HEAD);
      ObjectId id = head == null ? null : head.getObjectId();
      return id == null ? Optional.empty() : Optional.of(walk.parseCommit(id));
    }
    return Optional.of(named(repository, walk, ref));
  }

  private static RevCommit named(Repository repository, RevWalk walk, String ref)
      throws IOException {
    for (String prefix : new String[] {Constants.R_HEADS, Constants.R_TAGS}) {
      String name = prefix + ref;
      Ref found = Repository.isValidRefName(name) ? repository.exactRef(name) : null;
      if (found != null && found.getObjectId() != null) {
        return commit(walk, found.getObjectId(), ref);
      }
    }
    if (ObjectId.isId(ref)) {
      ObjectId id = ObjectId.fromString(ref);
      if (repository.getObjectDatabase().has(id)) {
        return commit(walk, id, ref);
      }
    }
    throw missing(ref);
  }

  private static RevCommit commit(RevWalk walk, ObjectId id, String ref) throws IOException {
    try {
      return walk.parseCommit(id);
    } catch (IncorrectObjectTypeException e) {
      throw new JoyException(
          ErrorCode.NOT_FOUND, "'" + ref + "' is no commit; choose a branch or another tag", e);
    } catch (MissingObjectException e) {
      throw new JoyException(
          ErrorCode.REPOSITORY_BROKEN,
          "'" + ref + "' names a commit that is missing; push it again from a clone that has it",
          e);
    }
  }

  private static JoyException missing(String ref) {
    return new JoyException(
        ErrorCode.NOT_FOUND,
        "there is no branch, tag or commit '" + ref + "'; choose one of the list");
  }
}
