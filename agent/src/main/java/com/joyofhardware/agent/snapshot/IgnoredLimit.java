package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import com.joyofhardware.agent.snapshot.Scanner.ChangedFile;
import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which of the ignored files are too much: builds make them, and can make them again. */
final class IgnoredLimit {
  private final Repository top;
  private final Path root;
  private final Set<String> preferred;

  /**
   * For one look.
   *
   * @param preferred paths that stay before others
   */
  IgnoredLimit(Repository top, Path root, Set<String> preferred) {
    this.top = top;
    this.root = root;
    this.preferred = preferred;
  }

  /** The files beyond the limit, of those that are in the snapshot and those that may come in. */
  Map<String, ChangedFile> beyond(Map<String, ChangedFile> candidates) throws IOException {
    long most = candidates.values().stream().mapToLong(IgnoredLimit::size).sum() + held(top);
    if (most <= Limits.SNAPSHOT_IGNORED) {
      return Map.of(); // whatever is ignored is below the limit: no need to ask git
    }
    Map<String, ChangedFile> all = new TreeMap<>();
    collect(top, root, "", all);
    all.putAll(candidates);
    Set<String> ignored = new HashSet<>();
    ignored(top, root, "", ignored);
    Map<String, ChangedFile> out = new TreeMap<>();
    long sum = 0;
    // Bitstreams first: they are what a build is for. Then the smallest: so most of them are kept,
    // and what people type is small.
    for (ChangedFile file :
        all.values().stream()
            .filter(file -> ignored.contains(file.raw()))
            .sorted(
                Comparator.comparing((ChangedFile file) -> !preferred.contains(file.raw()))
                    .thenComparingLong(IgnoredLimit::size))
            .toList()) {
      sum += size(file);
      if (sum > Limits.SNAPSHOT_IGNORED) {
        out.put(file.raw(), file);
      }
    }
    return out;
  }

  private static long size(ChangedFile file) {
    return file.stat().size();
  }

  private static long held(Node node) {
    return switch (node) {
      case Node.File file -> file.stat().size();
      case Folder folder -> folder.children().values().stream().mapToLong(IgnoredLimit::held).sum();
      case Repository nested -> nested.worktree() == null ? 0 : held(nested.worktree());
      case Node.Link link -> 0;
      case Node.Fifo fifo -> 0;
    };
  }

  private static void collect(
      Repository repository, Path path, String raw, Map<String, ChangedFile> into) {
    Folder worktree = repository.worktree();
    if (worktree != null) {
      collect(worktree, path, raw, into);
    }
  }

  private static void collect(Folder folder, Path path, String raw, Map<String, ChangedFile> into) {
    folder
        .children()
        .forEach((name, node) -> {
          Path at = RawName.resolve(path, name);
          String below = raw.isEmpty() ? name : raw + "/" + name;
          switch (node) {
            case Node.File file ->
                into.put(below, new ChangedFile(folder, name, at, below, file.stat()));
            case Folder child -> collect(child, at, below, into);
            case Repository nested -> collect(nested, at, below, into);
            case Node.Link link -> {}
            case Node.Fifo fifo -> {}
          }
        });
  }

  private static void ignored(Repository repository, Path path, String raw, Set<String> into)
      throws IOException {
    Folder worktree = repository.worktree();
    if (worktree == null) {
      return;
    }
    String prefix = raw.isEmpty() ? "" : raw + "/";
    if (repository.git() != null) {
      Git git = new Git(path.resolve(Scanner.GIT), path);
      byte[] list = git.run(List.of("ls-files", "-z", "-o", "-i", "--exclude-standard"), List.of());
      for (String name : RawName.of(list).split("\0", -1)) {
        into.add(prefix + name);
      }
    }
    for (var nested : SnapshotTree.nested(repository).entrySet()) {
      Path at = RawName.descend(path, nested.getKey());
      ignored(nested.getValue(), at, prefix + nested.getKey(), into);
    }
  }
}
