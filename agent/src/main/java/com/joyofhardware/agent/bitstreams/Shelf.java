package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.Bitstreams;
import com.joyofhardware.protocol.agent.Bitstreams.Bitstream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The bitstreams that are known. For every thread. */
final class Shelf {
  private static final Comparator<Bitstream> NEWEST_FIRST =
      Comparator.comparingLong(Bitstream::builtAt).reversed().thenComparing(Bitstream::path);

  /**
   * One of them.
   *
   * @param etag tells whether the file is still as it was when it was read
   */
  record Kept(Bitstream bitstream, String etag) {}

  private final Map<String, Kept> byPath = new HashMap<>();

  synchronized Optional<Kept> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  synchronized Optional<Bitstream> withId(String id) {
    return byPath.values().stream()
        .map(Kept::bitstream)
        .filter(bitstream -> bitstream.id().equals(id))
        .findFirst();
  }

  synchronized Bitstreams all() {
    return new Bitstreams(newestFirst());
  }

  synchronized Set<String> paths() {
    return Set.copyOf(byPath.keySet());
  }

  /** Those at a path and below it. */
  synchronized Set<String> from(String path) {
    Set<String> found = new TreeSet<>();
    for (String each : byPath.keySet()) {
      if (path.isEmpty() || each.equals(path) || each.startsWith(path + "/")) {
        found.add(each);
      }
    }
    return found;
  }

  /** True when that changes what people see. When there are too many the oldest goes. */
  synchronized boolean put(Kept kept) {
    Bitstream bitstream = kept.bitstream();
    Kept before = byPath.put(bitstream.path(), kept);
    if (byPath.size() > Limits.MAX_BITSTREAMS) {
      byPath.remove(newestFirst().getLast().path());
    }
    return before == null || !before.bitstream().equals(bitstream);
  }

  /** True when there was one. */
  synchronized boolean remove(String path) {
    return byPath.remove(path) != null;
  }

  private List<Bitstream> newestFirst() {
    return byPath.values().stream().map(Kept::bitstream).sorted(NEWEST_FIRST).toList();
  }
}
