package com.joyofhardware.master.repository.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Packs of a snapshot for an agent that lays it out. */
final class SnapshotPacks {
  private final Repository repository;

  SnapshotPacks(Repository repository) {
    this.repository = repository;
  }

  /** The agent reads this pack itself and knows no deltas. */
  void writeTree(ObjectId snapshot, OutputStream out) throws IOException {
    Set<RevObject> objects = new LinkedHashSet<>();
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      RevCommit commit = walk.parseCommit(snapshot);
      objects.add(commit);
      for (RevCommit parent : commit.getParents()) {
        objects.add(walk.parseCommit(parent));
      }
      walk.markStart(commit.getTree());
      addObjects(walk, objects);
    }
    PackConfig config = new PackConfig(repository);
    config.setReuseDeltas(false);
    write(config, objects, out);
  }

  /**
   * What the tips reach and the index holds. The commits that merely list the tips are left out:
   * they would be garbage in the workspace's repository.
   */
  void writeHistory(ObjectId snapshot, Collection<ObjectId> projectTips, OutputStream out)
      throws IOException {
    Set<RevObject> objects = new LinkedHashSet<>();
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      walk.sort(RevSort.COMMIT_TIME_DESC);
      for (RevCommit tips : walk.parseCommit(snapshot).getParents()) {
        RevCommit list = walk.parseCommit(tips);
        for (RevCommit tip : list.getParents()) {
          walk.markStart(walk.parseCommit(tip));
        }
        markListed(walk, list.getTree());
      }
      for (ObjectId tip : projectTips) {
        walk.markStart(walk.parseAny(tip));
      }
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        objects.add(commit);
      }
      addObjects(walk, objects);
    }
    write(new PackConfig(repository), objects, out);
  }

  /** The tree of a list of tips has folders of objects that no commit reaches. */
  private void markListed(ObjectWalk walk, RevTree list) throws IOException {
    try (TreeWalk kinds = new TreeWalk(repository)) {
      kinds.addTree(list);
      while (kinds.next()) {
        if (FileMode.TREE.equals(kinds.getRawMode(0)) && kinds.getDepth() == 0) {
          kinds.enterSubtree();
        } else {
          walk.markStart(walk.parseAny(kinds.getObjectId(0)));
        }
      }
    }
  }

  private static void addObjects(ObjectWalk walk, Set<RevObject> objects) throws IOException {
    for (RevObject o = walk.nextObject(); o != null; o = walk.nextObject()) {
      objects.add(o);
    }
  }

  private void write(PackConfig config, Set<RevObject> objects, OutputStream out)
      throws IOException {
    config.setDeltaCompress(false);
    config.setThreads(1);
    try (PackWriter writer = new PackWriter(config, repository.newObjectReader())) {
      writer.setDeltaBaseAsOffset(true);
      writer.preparePack(objects.iterator());
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
  }
}
