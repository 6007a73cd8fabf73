package com.joyofhardware.master.repository;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** What HEAD of a bare repository points to: the branch that clones and sessions start from. */
final class DefaultBranch {
  /** The names that are preferred when HEAD has to choose. */
  private static final List<String> USUAL = List.of("main", "master", "trunk");

  private DefaultBranch() {}

  /**
   * Lets HEAD point to a branch that exists, if there is one: the first push may bring any branch,
   * and a later one may delete the one HEAD named.
   *
   * @return the short name of the branch it points to now, if that was changed
   */
  static Optional<String> settle(Repository repository) throws IOException {
    Ref head = repository.exactRef(Constants.HEAD);
    if (head != null && head.getObjectId() != null) {
      return Optional.empty();
    }
    Optional<String> choice = choose(repository);
    if (choice.isEmpty()) {
      return choice;
    }
    RefUpdate.Result result =
        repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + choice.get());
    return switch (result) {
      case NEW, FORCED -> choice;
      case NO_CHANGE -> Optional.empty(); // another push was quicker
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          FAST_FORWARD,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          IO_FAILURE,
          RENAMED,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON ->
          throw new IOException("HEAD can't be pointed to " + choice.get() + ": " + result);
    };
  }

  private static Optional<String> choose(Repository repository) throws IOException {
    List<String> branches = branches(repository);
    return Stream.concat(USUAL.stream().filter(branches::contains), branches.stream()).findFirst();
  }

  /** Short names, sorted. */
  static List<String> branches(Repository repository) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
        .map(Ref::getName)
        .map(name -> name.substring(Constants.R_HEADS.length()))
        .sorted()
        .toList();
  }
}
