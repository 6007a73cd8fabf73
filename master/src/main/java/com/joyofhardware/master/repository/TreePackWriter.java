package com.joyofhardware.master.repository;

import com.joyofhardware.master.repository.Repositories.TreePack;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;

/** Writes one commit's tree as a pack without deltas, its index, and a {@code .git/index}. */
final class TreePackWriter {
  /**
   * A tree up to this size travels as it is: inflating it would take longer than sending what
   * deflating saves, and somebody waits.
   */
  private static final long STORED_UP_TO = 16 << 20;

  private final Repository repository;
  private final int maxFiles;
  private final RevWalk walk;
  private final Map<AnyObjectId, RevObject> objects = new LinkedHashMap<>();
  private long bytes;

  private TreePackWriter(Repository repository, int maxFiles, RevWalk walk) {
    this.repository = repository;
    this.maxFiles = maxFiles;
    this.walk = walk;
  }

  static void write(Repository repository, ObjectId commit, int maxFiles, TreePack to)
      throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      new TreePackWriter(repository, maxFiles, walk).write(walk.parseCommit(commit), to);
    }
  }

  private void write(RevCommit commit, TreePack to) throws IOException {
    ObjectReader reader = walk.getObjectReader();
    DirCache index = new DirCache(to.gitIndex().toFile(), FS.DETECTED);
    if (!index.lock()) {
      throw new IOException("can't lock " + to.gitIndex());
    }
    try {
      objects.put(commit, commit);
      collect(commit, index);
      // Git finds the tree of each folder in the index then, and has less to compare.
      ObjectId tree = index.writeTree(new Hasher());
      if (!tree.equals(commit.getTree())) {
        throw new CorruptObjectException(commit.getTree(), "its entries aren't in git's order");
      }
      index.write();
      index.commit();
    } finally {
      index.unlock();
    }
    writePack(reader, to.pack(), to.packIndex());
  }

  private void collect(RevCommit commit, DirCache index) throws IOException {
    DirCacheBuilder builder = index.builder();
    objects.put(commit.getTree(), walk.parseTree(commit.getTree()));
    try (TreeWalk files = new TreeWalk(repository, walk.getObjectReader())) {
      files.addTree(commit.getTree());
      while (files.next()) {
        FileMode mode = files.getFileMode();
        ObjectId id = files.getObjectId(0);
        if (FileMode.TREE.equals(mode)) {
          objects.computeIfAbsent(id, walk::lookupTree);
          files.enterSubtree();
          continue;
        }
        if (!FileMode.GITLINK.equals(mode)) { // its commit is in another repository
          objects.computeIfAbsent(id, walk::lookupBlob);
          bytes += walk.getObjectReader().getObjectSize(id, Constants.OBJ_BLOB);
        }
        DirCacheEntry entry = new DirCacheEntry(files.getRawPath());
        entry.setFileMode(mode);
        entry.setObjectId(id);
        builder.add(entry);
        if (objects.size() > maxFiles) {
          throw new JoyException(
              ErrorCode.TOO_LARGE,
              "the commit has more than "
                  + maxFiles
                  + " files, too many for a session; split the project, or clone it");
        }
      }
    }
    builder.finish();
  }

  private void writePack(ObjectReader reader, Path pack, Path packIndex) throws IOException {
    PackConfig config = new PackConfig();
    config.setDeltaCompress(false);
    config.setReuseDeltas(false);
    config.setReuseObjects(bytes > STORED_UP_TO);
    config.setIndexVersion(2);
    config.setCompressionLevel(
        bytes > STORED_UP_TO ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
    config.setThreads(1);
    try (PackWriter writer = new PackWriter(config, reader)) {
      writer.setReuseValidatingObjects(true);
      writer.preparePack(objects.values().iterator());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(pack), 1 << 16)) {
        writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(packIndex))) {
        writer.writeIndex(out);
      }
    }
  }

  /** Says which id an object has, and keeps nothing. */
  private static final class Hasher extends ObjectInserter.Formatter {
    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
      return idFor(type, length, in);
    }
  }
}
