package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.rest.Contents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Lists branches and tags. */
final class RefList {
  private RefList() {}

  static Contents.Refs of(Repository repository, RevWalk walk) throws IOException {
    Ref head = repository.exactRef(Constants.HEAD);
    String branch =
        head == null
            ? NewRepository.DEFAULT_BRANCH
            : Repository.shortenRefName(head.getTarget().getName());
    List<Contents.Ref> branches = new ArrayList<>();
    List<Contents.Ref> tags = new ArrayList<>();
    boolean more = read(repository, walk, Constants.R_HEADS, branches);
    more |= read(repository, walk, Constants.R_TAGS, tags);
    return new Contents.Refs(branch, branches, tags, more);
  }

  private static boolean read(
      Repository repository, RevWalk walk, String prefix, List<Contents.Ref> into)
      throws IOException {
    List<Ref> refs =
        repository.getRefDatabase().getRefsByPrefix(prefix).stream()
            .sorted(Comparator.comparing(Ref::getName))
            .toList();
    for (Ref ref : refs) {
      if (into.size() == RepositoryContents.MOST_REFS) {
        return true;
      }
      if (ref.getObjectId() != null) {
        add(walk, ref, prefix, into);
      }
    }
    return false;
  }

  private static void add(RevWalk walk, Ref ref, String prefix, List<Contents.Ref> into)
      throws IOException {
    try {
      String commit = walk.parseCommit(ref.getObjectId()).name();
      into.add(new Contents.Ref(ref.getName().substring(prefix.length()), commit));
    } catch (IncorrectObjectTypeException _) {
      // A tag of a file or a tree (git's own repository has one) has nothing to show.
    }
  }
}
