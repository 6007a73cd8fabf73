package com.joyofhardware.master.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
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
      writer.preparePack(NullProgressMonitor.INSTANCE, tips(repository, reader), PackWriter.NONE);
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
  }

  /** One branch whose commit is missing must not keep a session from all the others. */
  private static Set<ObjectId> tips(Repository repository, ObjectReader reader) throws IOException {
    Set<ObjectId> tips = new HashSet<>();
    for (Ref ref :
        repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS)) {
      ObjectId id = ref.getObjectId();
      if (id != null && reader.has(id)) {
        tips.add(id);
      } else {
        LOG.atWarn()
            .addKeyValue("repository", repository.getDirectory())
            .addKeyValue("ref", ref.getName())
            .log("ref points to a missing object; left out of the history");
      }
    }
    return tips;
  }
}
