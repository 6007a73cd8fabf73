package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import com.joyofhardware.agent.snapshot.Scanner.ChangedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the master has of the workspace and turns changes into offers. For one thread at a
 * time; one offer at a time, which ends in {@link #stored} or {@link #dropped}.
 */
final class Snapshotter {
  private final Path root;
  private final Path state;
  private final InstantSource clock;
  private Repository top;
  private final Set<ObjectId> known = new HashSet<>();
  private final Set<String> knownTips = new TreeSet<>();

  /** What changed while it was read, or was in an offer that did not arrive. */
  private final Set<String> again = new TreeSet<>();

  private final Set<String> unreadable = new TreeSet<>();
  private final UnsavedTexts unsaved;
  private final Selection selection = new Selection();
  private List<ObjectId> stored = List.of();
  private volatile @Nullable ObjectId storedCommit;

  Snapshotter(Path root, Path state, InstantSource clock) throws IOException {
    this.root = root;
    this.state = state;
    this.unsaved = new UnsavedTexts(state);
    this.clock = clock;
    this.top = empty();
  }

  private Repository empty() throws IOException {
    Stat stat = Layout.stat(root);
    return new Repository(stat, new Folder(stat, null));
  }

  Repository top() {
    return top;
  }

  /** Of the ignored files these are kept before others. From every thread. */
  void prefer(Set<String> raws) {
    selection.prefer(raws);
  }

  /** The master has these: it sent them. */
  void know(Set<ObjectId> objects, Set<String> tips) {
    known.addAll(objects);
    knownTips.addAll(tips);
  }

  void knowTips(Set<String> tips) {
    knownTips.addAll(tips);
  }

  /** What was laid out is a stored snapshot. */
  void restored(ObjectId commit) {
    storedCommit = commit;
  }

  @Nullable ObjectId storedCommit() {
    return storedCommit;
  }

  /** The store lacks something it should have: the next offer has to look at and bring all. */
  void forget() throws IOException {
    known.clear();
    knownTips.clear();
    stored = List.of();
    boolean awaits = top.awaitsHistory();
    top = empty();
    top.awaitsHistory(awaits);
  }

  /** What came of the last offer; asked once. */
  Agenda.Found found() {
    Set<String> marks = new TreeSet<>(again);
    again.clear();
    return new Agenda.Found(
        marks,
        unsafe(),
        new TreeSet<>(selection.leftOut()),
        !known.isEmpty()); // else marks alone would leave out what did not change
  }

  /** Large files, that are sent one at a time after all others. */
  Set<String> waiting() {
    return selection.waiting();
  }

  /** What is in no snapshot yet: large files that wait, and what can't be read. */
  Set<String> unsafe() {
    Set<String> all = new TreeSet<>(selection.waiting());
    all.addAll(unreadable);
    return all;
  }

  /** Whether a waiting file was last changed before a time, in milliseconds since 1970. */
  boolean hasRested(String raw, long before) throws IOException {
    Stat stat = Stat.of(RawName.descend(root, raw));
    return stat == null || TimeUnit.NANOSECONDS.toMillis(stat.mtime()) <= before;
  }

  /** What to look at, and which large file to take along. */
  record Wanted(Set<String> marks, boolean everything, @Nullable String large) {
    Wanted withoutLarge() {
      return new Wanted(marks, everything, null);
    }
  }

  /** The next snapshot, or null when the master has everything as it is. */
  @Nullable Offer offer(Wanted wanted) throws IOException {
    Offer offer = new Offer(new PackSpool(state.resolve("offer.pack"), known));
    try {
      Scanner scanner = new Scanner(root, top);
      scan(scanner, wanted);
      for (ChangedFile file : selection.select(scanner.changed(), top, root, wanted.large())) {
        read(file, offer);
      }
      SnapshotTree tree = new SnapshotTree(offer.spool());
      reach(top, root, "", offer, tree);
      offer.commit(
          tree.commit(top, unsaved.entries(offer.spool()), clock.instant().getEpochSecond()),
          tree.identity());
      if (tree.identity().equals(stored)) {
        offer.close();
        return null;
      }
      return offer;
    } catch (IOException | RuntimeException e) {
      dropped(offer);
      throw e;
    }
  }

  private void scan(Scanner scanner, Wanted wanted) throws IOException {
    if (wanted.everything()) {
      unreadable.clear();
      scanner.everything();
    } else {
      for (String mark : new TreeSet<>(wanted.marks())) {
        unreadable.remove(mark);
        scanner.path(mark);
      }
    }
    unreadable.addAll(scanner.unreadable());
  }

  private void read(ChangedFile file, Offer offer) throws IOException {
    Node seen = file.folder().child(file.name());
    if (seen instanceof Node.File && seen.stat().equals(file.stat())) {
      return; // marked twice
    }
    try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      ObjectId id = offer.spool().addBlob(in, file.stat().size());
      offer.read(file, seen instanceof Node.File was ? was : null);
      file.folder().put(file.name(), new Node.File(file.stat(), id));
      if (!file.stat().equals(Stat.of(file.path()))) {
        again.add(file.raw());
      }
    } catch (NoSuchFileException | PackSpool.ShrunkException e) {
      again.add(file.raw());
    } catch (AccessDeniedException e) {
      unreadable.add(file.raw());
    }
  }

  /** Sees to it that what each repository's git folder names goes along. */
  private void reach(Repository repository, Path path, String raw, Offer offer, SnapshotTree tree)
      throws IOException {
    Folder worktree = repository.worktree();
    Path gitDir = worktree == null ? path : path.resolve(Scanner.GIT);
    String gitRaw = worktree == null ? raw : raw.isEmpty() ? Scanner.GIT : raw + "/" + Scanner.GIT;
    if (repository.git() != null && !repository.rawObjects()) {
      try {
        new Reach(this, gitDir, gitRaw, state).follow(repository, offer, tree);
      } catch (IOException e) {
        // Broken, or of a kind that this git can't follow: then its objects are files like others.
        repository.rawObjects(true);
        rescan(repository, gitDir, gitRaw, offer);
      }
    }
    for (var nested : SnapshotTree.nested(repository).entrySet()) {
      Path at = RawName.descend(path, nested.getKey());
      String below = raw.isEmpty() ? nested.getKey() : raw + "/" + nested.getKey();
      reach(nested.getValue(), at, below, offer, tree);
    }
  }

  /** Looks at a git folder again; true when something had changed. */
  boolean rescan(Repository repository, Path gitDir, String raw, Offer offer) throws IOException {
    Scanner scanner = new Scanner(root, top);
    scanner.git(repository, gitDir, raw);
    for (ChangedFile file : selection.select(scanner.changed(), top, root, null)) {
      read(file, offer);
    }
    Folder git = repository.git();
    return git == null || git.trees() == null;
  }

  void markAgain(String raw) {
    again.add(raw);
  }

  Set<String> knownTips() {
    return knownTips;
  }

  void stored(Offer offer) throws IOException {
    know(offer.spool().objects(), offer.tips());
    stored = offer.identity();
    storedCommit = offer.commit();
    offer.close();
  }

  /** It did not arrive: what was read for it is to be read again. */
  void dropped(Offer offer) throws IOException {
    offer
        .before()
        .forEach((file, before) -> {
          if (before == null) {
            file.folder().remove(file.name());
          } else {
            file.folder().put(file.name(), before);
          }
          again.add(file.raw());
        });
    offer.close();
  }
}
