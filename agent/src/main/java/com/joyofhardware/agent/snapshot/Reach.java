package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Packs what one git folder names, from a state of it that did not change meanwhile. */
final class Reach {
  private static final int TRIES = 3;

  private final Snapshotter snapshotter;
  private final Path gitDir;
  private final String raw;
  private final Path state;

  Reach(Snapshotter snapshotter, Path gitDir, String raw, Path state) {
    this.snapshotter = snapshotter;
    this.gitDir = gitDir;
    this.raw = raw;
    this.state = state;
  }

  void follow(Repository repository, Offer offer, SnapshotTree tree) throws IOException {
    Folder git = repository.git();
    for (int i = 0; git != null && i < TRIES; i++) {
      ObjectId gitTree = tree.trees(git).content();
      @Nullable Tips tips = repository.tips(gitTree);
      if (tips != null && isKnown(tips)) {
        return;
      }
      TipsFinder finder = new TipsFinder(gitDir);
      Tips found = finder.find();
      repository.tips(gitTree, found);
      if (!isKnown(found)) {
        Path pack = state.resolve("objects-" + UUID.randomUUID() + ".pack");
        offer.pack(pack, found);
        finder.pack(found, snapshotter.knownTips(), pack);
      }
      if (!snapshotter.rescan(repository, gitDir, raw, offer)) {
        return;
      }
      git = repository.git();
    }
    if (git != null) {
      // It never stood still: what is named by its last state goes along, and it is looked at soon.
      repository.tips(tree.trees(git).content(), new TipsFinder(gitDir).find());
      snapshotter.markAgain(raw);
    }
  }

  private boolean isKnown(Tips tips) {
    return snapshotter.knownTips().containsAll(tips.objects());
  }
}
