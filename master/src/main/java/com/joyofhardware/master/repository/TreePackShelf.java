package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which prepared trees are on disk, least recently used first. What goes over the bound is deleted,
 * but never one that was handed out a moment ago: somebody may be about to send it.
 */
final class TreePackShelf {
  static final String UNFINISHED = "new-";

  /** A caller sends what it was given within this time; a session's start takes seconds. */
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(TreePackShelf.class);

  private final Path root;
  private final long bound;
  private final Clock clock;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private long total;

  private record Kept(long bytes, Instant taken) {}

  private TreePackShelf(Path root, long bound, Clock clock) {
    this.root = root;
    this.bound = bound;
    this.clock = clock;
  }

  /** Finds what an earlier run left, and removes what it left half made. */
  static TreePackShelf open(RepositorySettings settings, Clock clock) throws IOException {
    Path root = Files.createDirectories(settings.treePacks());
    TreePackShelf shelf = new TreePackShelf(root, settings.treePackCache(), clock);
    List<Path> found;
    try (Stream<Path> folders = Files.list(root)) {
      found = folders.sorted(Comparator.comparingLong(TreePackShelf::modified)).toList();
    }
    for (Path folder : found) {
      if (folder.getFileName().toString().startsWith(UNFINISHED)) {
        FileTrees.delete(folder);
      } else {
        shelf.add(folder.getFileName().toString(), Instant.EPOCH);
      }
    }
    return shelf;
  }

  /** Whether it is there; then it stays for a while. */
  synchronized boolean take(String name) {
    Kept found = kept.get(name);
    if (found == null) {
      return false;
    }
    if (!Files.isDirectory(root.resolve(name))) { // a cache may be emptied by hand
      kept.remove(name);
      total -= found.bytes();
      return false;
    }
    kept.put(name, new Kept(found.bytes(), clock.instant()));
    return true;
  }

  synchronized void put(String name) throws IOException {
    add(name, clock.instant());
    Iterator<Map.Entry<String, Kept>> oldest = kept.entrySet().iterator();
    Instant limit = clock.instant().minus(IN_USE);
    while (total > bound && oldest.hasNext()) {
      Map.Entry<String, Kept> entry = oldest.next();
      if (entry.getValue().taken().isAfter(limit)) {
        return; // all that follow were taken later
      }
      oldest.remove();
      total -= entry.getValue().bytes();
      try {
        FileTrees.delete(root.resolve(entry.getKey()));
      } catch (IOException e) {
        LOG.atWarn().addKeyValue("folder", entry.getKey()).setCause(e).log("cache not deleted");
      }
    }
  }

  private void add(String name, Instant taken) throws IOException {
    long bytes = size(root.resolve(name));
    @Nullable Kept old = kept.put(name, new Kept(bytes, taken));
    total += bytes - (old == null ? 0 : old.bytes());
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static long modified(Path folder) {
    return folder.toFile().lastModified();
  }
}
