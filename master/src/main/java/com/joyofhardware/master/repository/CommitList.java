package com.joyofhardware.master.repository;

import com.joyofhardware.protocol.rest.Contents;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** Lists the newest commits, of all files or of one path. */
final class CommitList {
  /** A path that changed long ago, or never, would have a large history read to its end. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static final int LONGEST_SUBJECT = 200;

  private final Repository repository;
  private final RevWalk walk;
  private final String path;

  private CommitList(Repository repository, RevWalk walk, String path) {
    this.repository = repository;
    this.walk = walk;
    this.path = path;
  }

  static Contents.Commits of(
      Repository repository, RevWalk walk, @Nullable String ref, String path, int limit)
      throws IOException {
    Optional<RevCommit> start = Revision.find(repository, walk, ref);
    return start.isEmpty()
        ? new Contents.Commits(List.of(), false)
        : new CommitList(repository, walk, path).from(start.get(), limit);
  }

  private Contents.Commits from(RevCommit start, int limit) throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    walk.markStart(start);
    List<Contents.Commit> commits = new ArrayList<>();
    for (RevCommit next = walk.next(); next != null; next = walk.next()) {
      if (commits.size() == limit || System.nanoTime() - end > 0) {
        return new Contents.Commits(commits, true);
      }
      if (touches(next)) {
        commits.add(shown(next));
      }
    }
    return new Contents.Commits(commits, false);
  }

  /** JGit's own filter by path can't be stopped by a clock, so that this one is ours. */
  private boolean touches(RevCommit commit) throws IOException {
    if (path.isEmpty()) {
      return true;
    }
    ObjectId own = at(commit);
    if (commit.getParentCount() == 0) {
      return !own.equals(ObjectId.zeroId());
    }
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (own.equals(at(parent))) {
        return false;
      }
    }
    return true;
  }

  private ObjectId at(RevCommit commit) throws IOException {
    try (TreeWalk found = FolderList.at(repository, commit, path)) {
      return found == null ? ObjectId.zeroId() : found.getObjectId(0);
    }
  }

  private Contents.Commit shown(RevCommit commit) throws IOException {
    walk.parseBody(commit);
    PersonIdent author = commit.getAuthorIdent();
    if (author == null) {
      author = commit.getCommitterIdent();
    }
    String subject = commit.getShortMessage();
    return new Contents.Commit(
        commit.name(),
        subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) + "…" : subject,
        author.getName(),
        author.getWhenAsInstant());
  }
}
