package com.joyofhardware.master.repository.snapshot;

import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevBlob;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/**
 * Where packs wait until they are known to be whole. A crash leaves a folder here and nothing else.
 */
final class Quarantine implements AutoCloseable {
  private final SnapshotRepository home;
  private final Path objects;

  private Quarantine(SnapshotRepository home, Path objects) {
    this.home = home;
    this.objects = objects;
  }

  static Quarantine open(SnapshotRepository home) throws IOException {
    Path parent = Files.createDirectories(home.folder().resolve("quarantine"));
    Path objects = Files.createTempDirectory(parent, "offer");
    Files.createDirectories(objects.resolve("pack"));
    Files.createDirectories(objects.resolve("info"));
    return new Quarantine(home, objects);
  }

  /** Removes what a crash left. */
  static void sweep(SnapshotRepository home) throws IOException {
    Path parent = home.folder().resolve("quarantine");
    if (Files.isDirectory(parent)) {
      try (Stream<Path> left = Files.list(parent)) {
        for (Path folder : left.toList()) {
          delete(folder);
        }
      }
    }
  }

  Repository repository() throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(home.folder().toFile())
        .setBare()
        .setObjectDirectory(objects.toFile())
        .addAlternateObjectDirectory(home.objects().toFile())
        .setup()
        .build();
  }

  void take(Packs packs) throws IOException {
    try (Repository repository = repository()) {
      for (InputStream pack = packs.next(); pack != null; pack = packs.next()) {
        take(repository, pack);
      }
    }
  }

  private static void take(Repository repository, InputStream pack) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      PackParser parser = inserter.newPackParser(pack);
      parser.setAllowThin(true);
      parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    } catch (CorruptObjectException
        | MissingObjectException
        | IncorrectObjectTypeException
        | TooLargePackException
        | java.io.EOFException e) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "a pack of the snapshot is broken: " + e.getMessage(), e);
    }
  }

  /**
   * Everything the commit reaches has to be here, in this workspace's older snapshots, or in the
   * project. What {@code complete} reaches is known to be whole and not looked at again.
   */
  void requireWhole(ObjectId commit, Collection<ObjectId> complete) throws IOException {
    try (Repository repository = repository();
        ObjectWalk walk = new ObjectWalk(repository)) {
      walk.setRetainBody(false);
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.BOUNDARY, true);
      walk.markStart(walk.parseCommit(commit));
      for (ObjectId id : complete) {
        RevObject known = walk.peel(walk.parseAny(id));
        walk.markUninteresting(known);
        if (known instanceof RevCommit whole) {
          walk.markUninteresting(whole.getTree());
        }
      }
      walk(walk, repository);
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "the snapshot is not whole: " + e.getMessage(), e);
    }
  }

  private static void walk(ObjectWalk walk, Repository repository) throws IOException {
    while (walk.next() != null) {
      // Parsing each commit is the check.
    }
    for (RevObject o = walk.nextObject(); o != null; o = walk.nextObject()) {
      if (o instanceof RevBlob && !o.has(RevFlag.UNINTERESTING)) {
        if (!repository.getObjectDatabase().has(o)) {
          throw new MissingObjectException(o, org.eclipse.jgit.lib.Constants.OBJ_BLOB);
        }
      }
    }
  }

  /** Moves the packs into the store, indexes last, on disk before this returns. */
  void release() throws IOException {
    List<Path> packs = new ArrayList<>();
    try (Stream<Path> files = Files.list(objects.resolve("pack"))) {
      files
          .sorted(Comparator.comparing(file -> file.toString().endsWith(".idx")))
          .forEach(packs::add);
    }
    Path target = home.objects().resolve("pack");
    for (Path file : packs) {
      Durable.sync(file);
      Durable.move(file, target.resolve(file.getFileName()));
    }
    if (!packs.isEmpty()) {
      Durable.sync(target);
    }
  }

  @Override
  public void close() throws IOException {
    delete(objects);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
