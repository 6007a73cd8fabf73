package com.joyofhardware.master.repository.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Combines packs before there are so many that looking for an object hurts. Every object stays:
 * {@code git repack --geometric} would do the same, but git before 2.41 trips over alternates.
 */
final class RollUp {
  private static final System.Logger LOG = System.getLogger(RollUp.class.getName());
  private static final String MAKING = "roll-up";
  private static final int MANY = 40;

  /** Larger packs are left alone: copying them each time would cost more than it saves. */
  private static final long SMALL = 8L << 20;

  private final Set<Path> running = ConcurrentHashMap.newKeySet();
  private final Semaphore atOnce = new Semaphore(1);

  void afterStore(SnapshotRepository home) throws IOException {
    if (packs(home, Long.MAX_VALUE).size() > MANY && running.add(home.folder())) {
      Thread.ofVirtual().name("snapshot-roll-up").start(() -> run(home));
    }
  }

  private void run(SnapshotRepository home) {
    atOnce.acquireUninterruptibly();
    try {
      List<Path> small = packs(home, SMALL);
      combine(home, small.size() > MANY / 2 ? small : packs(home, Long.MAX_VALUE));
    } catch (IOException | RuntimeException e) {
      // The packs are as they were; the next store tries again.
      LOG.log(System.Logger.Level.WARNING, "snapshot_roll_up_failed", e);
    } finally {
      atOnce.release();
      running.remove(home.folder());
    }
  }

  private static List<Path> packs(SnapshotRepository home, long limit) throws IOException {
    try (Stream<Path> files = Files.list(home.objects().resolve("pack"))) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .filter(file -> file.toFile().length() < limit)
          .toList();
    }
  }

  /** Removes what a crash left. */
  static void sweep(SnapshotRepository home) throws IOException {
    if (home.exists()) {
      List<Path> left;
      try (Stream<Path> all = Files.list(home.folder())) {
        left = all.filter(it -> it.getFileName().toString().startsWith(MAKING)).toList();
      }
      for (Path folder : left) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  void combine(SnapshotRepository home, List<Path> packs) throws IOException {
    Path folder = home.objects().resolve("pack");
    Path fresh = Files.createTempDirectory(home.folder(), MAKING);
    try {
      String name = pack(home, packs, fresh);
      for (String end : List.of(".pack", ".rev", ".idx")) {
        Path made = fresh.resolve("pack-" + name + end);
        if (Files.exists(made)) {
          Durable.sync(made);
          Durable.move(made, folder.resolve(made.getFileName()));
        }
      }
      Durable.sync(folder);
      remove(home, packs, "pack-" + name);
    } finally {
      delete(fresh);
    }
  }

  private static String pack(SnapshotRepository home, List<Path> packs, Path fresh)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "git",
            "-c",
            "safe.directory=*",
            "--git-dir=" + home.folder(),
            "pack-objects",
            "--stdin-packs",
            "--delta-base-offset",
            "--threads=1",
            "-q",
            fresh.resolve("pack").toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process git = builder.start();
    try (OutputStream in = git.getOutputStream()) {
      for (Path pack : packs) {
        in.write((pack.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (git.waitFor() != 0 || !name.matches("[0-9a-f]{40}")) {
        throw new IOException("git pack-objects ended with " + git.exitValue());
      }
    } catch (InterruptedException e) {
      git.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return name;
  }

  /** Indexes first: a pack without one is not seen, an index without its pack is an error. */
  private static void remove(SnapshotRepository home, List<Path> packs, String kept)
      throws IOException {
    home.locked(() -> {
      for (Path pack : packs) {
        String base = pack.getFileName().toString().replace(".pack", "");
        if (!base.equals(kept)) {
          Files.deleteIfExists(pack.resolveSibling(base + ".idx"));
          Files.deleteIfExists(pack.resolveSibling(base + ".rev"));
          Files.deleteIfExists(pack);
        }
      }
    });
  }
}
