package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls the packs of pushes into one with bitmaps, and writes the commit graph: fetches are several
 * times faster with both. C git does it, one repository at a time.
 *
 * <p>Nothing is ever pruned ({@code --keep-unreachable}): the repositories of snapshots have this
 * one as an alternate, and may hold commits on top of what a push has since taken off its branch.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  /** A repository of this size is worth bitmaps from its first push on. */
  private static final long LARGE = 1 << 20;

  /** New packs of a tenth of the large one's size are worth writing all of it again... */
  private static final int WORTHWHILE = 10;

  /** ...and so are this many times the usual number of packs, whatever their size. */
  private static final int PATIENCE = 8;

  private static final Duration LIMIT = Duration.ofHours(1);
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final int packsBeforeRepack;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("git-upkeep").factory());
  private final Set<Path> waiting = ConcurrentHashMap.newKeySet();

  Upkeep(RepositorySettings settings) {
    this.packsBeforeRepack = settings.packsBeforeRepack();
  }

  /** Looks after a repository soon, if it needs it; returns at once. */
  void consider(Path repository) {
    if (!waiting.add(repository)) {
      return;
    }
    try {
      worker.execute(() -> look(repository));
    } catch (RejectedExecutionException _) {
      waiting.remove(repository); // the master stops; the next push comes here again
    }
  }

  private void look(Path repository) {
    waiting.remove(repository);
    try {
      removeLeftovers(repository);
      if (isDue(repository)) {
        GitProgram.run(repository, LIMIT, "repack", "-a", "-d", "-b", "--keep-unreachable", "-q");
        // Generation numbers of version 2 are a chunk that JGit warns of at each load.
        GitProgram.run(
            repository,
            LIMIT,
            "-c",
            "commitGraph.generationVersion=1",
            "commit-graph",
            "write",
            "--reachable");
      }
    } catch (IOException e) {
      // Fetches are slower without, nothing else is lost.
      LOG.atWarn().addKeyValue("repository", repository).setCause(e).log("upkeep failed");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDue(Path repository) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(repository.resolve("objects/pack"))) {
      files = found.toList();
    }
    long total = 0;
    long largest = 0;
    int packs = 0;
    boolean bitmap = false;
    for (Path file : files) {
      bitmap |= file.toString().endsWith(".bitmap");
      if (file.toString().endsWith(".pack")) {
        long size = Files.size(file);
        total += size;
        largest = Math.max(largest, size);
        packs++;
      }
    }
    if (!bitmap && total >= LARGE) {
      return true;
    }
    // Small pushes to a large project must not have it written anew each time.
    long fresh = total - largest;
    return packs >= packsBeforeRepack
        && (fresh >= largest / WORTHWHILE || packs >= packsBeforeRepack * PATIENCE);
  }

  /** What pushes that were cut off by a crash left; one that still runs is younger. */
  private static void removeLeftovers(Path repository) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(repository.resolve("objects"), "{incoming,insert}_*")) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
