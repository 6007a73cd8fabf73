package com.joyofhardware.master.repository;

import java.nio.file.Path;

/**
 * How repositories are kept and served. Sizes are in bytes.
 *
 * @param data the data folder
 * @param maxObject the largest file, uncompressed, that a push may bring
 * @param maxPack the largest pack that one push may send
 * @param maxFiles the most entries a commit's tree may have to be opened in a session
 * @param forcePush whether a push may rewrite or drop what a branch had
 * @param treePackCache how much disk the prepared trees of {@link Repositories#treePack} may take
 * @param packsBeforeRepack so many packs in a repository are rolled into one
 */
public record RepositorySettings(
    Path data,
    long maxObject,
    long maxPack,
    int maxFiles,
    boolean forcePush,
    long treePackCache,
    int packsBeforeRepack) {
  private static final long MIB = 1 << 20;

  public RepositorySettings {
    if (maxObject <= 0 || maxPack <= 0 || maxFiles <= 0 || treePackCache <= 0) {
      throw new IllegalArgumentException("sizes of repositories must be positive");
    }
    if (packsBeforeRepack < 2) {
      throw new IllegalArgumentException("repacking needs at least 2 packs");
    }
  }

  public static RepositorySettings in(Path data) {
    return new RepositorySettings(
        data, 512 * MIB, 4096 * MIB, 500_000, /* forcePush= */ true, 2048 * MIB, 8);
  }

  Path repositories() {
    return data.resolve("repositories");
  }

  Path treePacks() {
    return data.resolve("cache").resolve("tree-packs");
  }
}
