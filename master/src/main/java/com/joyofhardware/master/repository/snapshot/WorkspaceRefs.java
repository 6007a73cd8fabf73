package com.joyofhardware.master.repository.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The refs of one workspace: {@code last}, and one a past hour and day. The key is a hash because a
 * branch's name may be longer than a file's, or be a folder of another.
 */
record WorkspaceRefs(String key) {
  private static final int HOURS = 24;
  private static final int DAYS = 14;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  static WorkspaceRefs of(String ref) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ref.getBytes(StandardCharsets.UTF_8));
      return new WorkspaceRefs(HexFormat.of().formatHex(hash, 0, 20));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private String prefix() {
    return "refs/workspaces/" + key + "/";
  }

  @Nullable ObjectId last(Repository repository) throws IOException {
    Ref ref = repository.exactRef(prefix() + "last");
    return ref == null ? null : ref.getObjectId();
  }

  /** Last, then hours and days, newest first. */
  List<ObjectId> kept(Repository repository) throws IOException {
    ObjectId last = last(repository);
    return Stream.concat(
            Stream.ofNullable(last),
            Stream.concat(named(repository, "hour/"), named(repository, "day/"))
                .map(Ref::getObjectId))
        .distinct()
        .toList();
  }

  private Stream<Ref> named(Repository repository, String kind) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(prefix() + kind).stream()
        .sorted(Comparator.comparing(Ref::getName).reversed());
  }

  /**
   * Moves {@code last}; what it pointed to becomes the state of its hour and day when those are
   * over. Older ones than are kept go.
   */
  void advance(Repository repository, ObjectId next, Instant now) throws IOException {
    ObjectId previous = last(repository);
    if (previous != null && !previous.equals(next)) {
      Instant then = committed(repository, previous);
      if (!HOUR.format(then).equals(HOUR.format(now))) {
        point(repository, "hour/" + HOUR.format(then), previous);
        drop(named(repository, "hour/").skip(HOURS).toList(), repository);
      }
      if (!DAY.format(then).equals(DAY.format(now))) {
        point(repository, "day/" + DAY.format(then), previous);
        drop(named(repository, "day/").skip(DAYS).toList(), repository);
      }
    }
    point(repository, "last", next);
  }

  private static Instant committed(Repository repository, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return Instant.ofEpochSecond(walk.parseCommit(commit).getCommitTime());
    }
  }

  private void point(Repository repository, String name, ObjectId target) throws IOException {
    RefUpdate update = repository.updateRef(prefix() + name);
    update.setNewObjectId(target);
    update.setForceUpdate(true);
    update.disableRefLog();
    expect(update.update(), name);
    Durable.sync(repository.getDirectory().toPath().resolve(prefix()));
  }

  private static void drop(List<Ref> refs, Repository repository) throws IOException {
    for (Ref ref : refs) {
      RefUpdate update = repository.updateRef(ref.getName());
      update.setForceUpdate(true);
      update.disableRefLog();
      expect(update.delete(), ref.getName());
    }
  }

  private static void expect(RefUpdate.Result result, String name) throws IOException {
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("the ref " + name + " could not be moved: " + result);
    }
  }
}
