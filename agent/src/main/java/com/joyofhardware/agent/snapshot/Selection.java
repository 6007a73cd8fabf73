package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Repository;
import com.joyofhardware.agent.snapshot.Scanner.ChangedFile;
import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which changed files a snapshot takes: ignored ones up to a limit, large ones one at a time. */
final class Selection {
  private final Map<String, ChangedFile> large = new TreeMap<>();
  private final Map<String, ChangedFile> leftOut = new TreeMap<>();
  private volatile Set<String> preferred = Set.of();

  /** Of the ignored files these are kept before others. From every thread. */
  void prefer(Set<String> raws) {
    preferred = Set.copyOf(raws);
  }

  Set<String> waiting() {
    return large.keySet();
  }

  /** Ignored files beyond the limit. */
  Set<String> leftOut() {
    return leftOut.keySet();
  }

  /**
   * Chooses. What was left out or waits is judged anew each time: others may have made room, or
   * taken it.
   *
   * @param now the large file whose turn it is
   */
  List<ChangedFile> select(
      List<ChangedFile> changed, Repository top, Path root, @Nullable String now)
      throws IOException {
    Map<String, ChangedFile> candidates = new TreeMap<>();
    for (Map<String, ChangedFile> earlier : List.of(leftOut, large)) {
      for (ChangedFile file : earlier.values()) {
        Stat stat = Stat.of(file.path());
        if (stat != null && stat.isFile()) {
          candidates.put(file.raw(), file.withStat(stat));
        }
      }
    }
    changed.forEach(file -> candidates.put(file.raw(), file));
    Map<String, ChangedFile> out = new IgnoredLimit(top, root, preferred).beyond(candidates);
    leftOut.clear();
    leftOut.putAll(out);
    large.clear();
    List<ChangedFile> taken = new ArrayList<>();
    for (ChangedFile file : candidates.values()) {
      if (!out.containsKey(file.raw())) {
        if (file.stat().size() > Limits.SNAPSHOT_LARGE_FILE && !file.raw().equals(now)) {
          large.put(file.raw(), file);
        } else {
          taken.add(file);
        }
      }
    }
    out.values().forEach(file -> file.folder().remove(file.name()));
    return taken;
  }
}
