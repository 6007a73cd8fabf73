package com.joyofhardware.master.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes everything that branches and tags reach as one pack; deltas are taken as they are. */
final class HistoryWriter {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

  private HistoryWriter() {}

  static void write(Repository repository, OutputStream out) throws IOException {
    PackConfig config = new PackConfig(repository);
    config.setDeltaCompress(false);
    config.setThreads(1);
    try (ObjectReader reader = repository.newObjectReader();
        PackWriter writer = new PackWriter(config, reader)) {
      writer.setDeltaBaseAsOffset(true);
      writer.setUseBitmaps(true);
      writer.setUseCachedPacks(true);
      writer.setReuseDeltaCommits(true);
      Set<ObjectId> tips = new HashSet<>(reachable(repository, reader).values());
      writer.preparePack(NullProgressMonitor.INSTANCE, tips, PackWriter.NONE);
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
  }

  /** The branches and tags that {@link #write} would write. */
  static Map<String, ObjectId> refs(Repository repository) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      return reachable(repository, reader);
    }
  }

  /** One branch whose commit is missing must not keep a session from all the others. */
  private static Map<String, ObjectId> reachable(Repository repository, ObjectReader reader)
      throws IOException {
    Map<String, ObjectId> reachable = new TreeMap<>();
    for (Ref ref :
        repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS)) {
      ObjectId id = ref.getObjectId();
      if (id != null && reader.has(id)) {
        reachable.put(ref.getName(), id);
      } else {
        LOG.atWarn()
            .addKeyValue("repository", repository.getDirectory())
            .addKeyValue("ref", ref.getName())
            .log("ref points to a missing object; left out of the history");
      }
    }
    return reachable;
  }
}
