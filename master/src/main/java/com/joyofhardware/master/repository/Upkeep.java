package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static final Duration LIMIT = Duration.ofHours(1);

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
      waiting.remove(
          repository); // the master stops; the next push after its start comes here again
    }
  }

  private void look(Path repository) {
    waiting.remove(repository);
    try {
      if (isDue(repository)) {
        GitProgram.run(repository, LIMIT, "repack", "-a", "-d", "-b", "--keep-unreachable", "-q");
        GitProgram.run(repository, LIMIT, "commit-graph", "write", "--reachable");
      }
    } catch (IOException e) {
      // Fetches are slower without, nothing else is lost.
      LOG.atWarn().addKeyValue("repository", repository).setCause(e).log("upkeep failed");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDue(Path repository) throws IOException {
    List<Path> packs;
    boolean bitmap = false;
    long bytes = 0;
    try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
      List<Path> all = files.toList();
      packs = all.stream().filter(file -> file.toString().endsWith(".pack")).toList();
      bitmap = all.stream().anyMatch(file -> file.toString().endsWith(".bitmap"));
    }
    for (Path pack : packs) {
      bytes += Files.size(pack);
    }
    return packs.size() >= packsBeforeRepack || (!bitmap && bytes >= LARGE);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
