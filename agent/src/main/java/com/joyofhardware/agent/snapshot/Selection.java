package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import com.joyofhardware.agent.snapshot.Scanner.ChangedFile;
import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which changed files a snapshot takes: ignored ones up to a limit, large ones one at a time. */
final class Selection {
  private final Map<String, ChangedFile> large = new TreeMap<>();
  private final Map<String, ChangedFile> leftOut = new TreeMap<>();

  Set<String> waiting() {
    return large.keySet();
  }

  Set<String> leftOut() {
    return leftOut.keySet();
  }

  /**
   * Chooses.
   *
   * @param now the large file whose turn it is
   */
  List<ChangedFile> select(
      List<ChangedFile> changed, Repository top, Path root, @Nullable String now)
      throws IOException {
    dropGone();
    List<ChangedFile> taken = new ArrayList<>();
    for (ChangedFile file : withoutIgnored(changed, top, root)) {
      if (file.stat().size() > Limits.SNAPSHOT_LARGE_FILE) {
        large.put(file.raw(), file);
      } else {
        large.remove(file.raw());
        taken.add(file);
      }
    }
    ChangedFile turn = now == null ? null : large.remove(now);
    if (turn != null) {
      taken.add(turn);
    }
    return taken;
  }

  private void dropGone() throws IOException {
    for (Map<String, ChangedFile> files : List.of(large, leftOut)) {
      Iterator<ChangedFile> each = files.values().iterator();
      while (each.hasNext()) {
        Stat stat = Stat.of(each.next().path());
        if (stat == null || !stat.isFile()) {
          each.remove();
        }
      }
    }
  }

  private List<ChangedFile> withoutIgnored(List<ChangedFile> changed, Repository top, Path root)
      throws IOException {
    Map<String, Held> held = new HashMap<>();
    collect(top, "", held);
    long total = held.values().stream().mapToLong(Held::size).sum();
    total += changed.stream().mapToLong(file -> file.stat().size()).sum();
    leftOut.clear();
    if (total <= Limits.SNAPSHOT_IGNORED) {
      return changed; // whatever is ignored is below the limit: no need to ask git
    }
    Set<String> ignored = new HashSet<>();
    ignored(top, root, "", ignored);
    changed.forEach(
        file -> held.put(file.raw(), new Held(file.folder(), file.name(), file.stat().size())));
    Set<String> out = beyondLimit(held, ignored);
    List<ChangedFile> kept = new ArrayList<>();
    for (ChangedFile file : changed) {
      if (out.contains(file.raw())) {
        leftOut.put(file.raw(), file);
      } else {
        kept.add(file);
      }
    }
    out.forEach(raw -> remove(held.get(raw)));
    return kept;
  }

  private static void remove(@Nullable Held file) {
    if (file != null) {
      file.folder().remove(file.name());
    }
  }

  /** The smallest are kept: so most of them are. */
  private static Set<String> beyondLimit(Map<String, Held> held, Set<String> ignored) {
    Set<String> out = new HashSet<>();
    long sum = 0;
    for (String raw :
        ignored.stream()
            .filter(held::containsKey)
            .sorted(java.util.Comparator.comparingLong(raw -> size(held.get(raw))))
            .toList()) {
      sum += size(held.get(raw));
      if (sum > Limits.SNAPSHOT_IGNORED) {
        out.add(raw);
      }
    }
    return out;
  }

  private static long size(@Nullable Held file) {
    return file == null ? 0 : file.size();
  }

  private record Held(Folder folder, String name, long size) {}

  private static void collect(Repository repository, String raw, Map<String, Held> held) {
    Folder worktree = repository.worktree();
    if (worktree != null) {
      collect(worktree, raw, held);
    }
  }

  private static void collect(Folder folder, String raw, Map<String, Held> held) {
    folder
        .children()
        .forEach((name, node) -> {
          String at = raw.isEmpty() ? name : raw + "/" + name;
          switch (node) {
            case Node.File file -> held.put(at, new Held(folder, name, file.stat().size()));
            case Folder below -> collect(below, at, held);
            case Repository nested -> collect(nested, at, held);
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
