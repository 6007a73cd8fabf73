package com.joyofhardware.agent.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a repository has to stay reachable. Commits become parents of a commit that lists them;
 * blobs and trees that only the index or a ref holds go into that commit's tree; tags are carried
 * as the bytes they are, because nothing in a tree or commit can point to a tag.
 *
 * @param listed objects by id that no commit reaches
 * @param tags raw content of annotated tags
 */
record Tips(
    SortedSet<String> commits,
    SortedMap<String, ObjectKind> listed,
    SortedMap<String, String> tags) {
  Tips {
    commits = new TreeSet<>(commits);
    listed = new TreeMap<>(listed);
    tags = new TreeMap<>(tags);
  }

  boolean isEmpty() {
    return commits.isEmpty() && listed.isEmpty();
  }

  /** Ids to pack, or not to. */
  List<String> objects() {
    List<String> all = new ArrayList<>(commits);
    all.addAll(listed.keySet());
    return all;
  }

  /** The tree of the listing commit: {@code blob/} and {@code tree/}, by id. */
  byte[] listing(TreeSink sink) throws java.io.IOException {
    List<TreeEntry> top = new ArrayList<>();
    for (ObjectKind kind : List.of(ObjectKind.BLOB, ObjectKind.TREE)) {
      int mode = kind == ObjectKind.BLOB ? TreeEntry.FILE : TreeEntry.TREE;
      List<TreeEntry> entries =
          listed.entrySet().stream()
              .filter(entry -> entry.getValue() == kind)
              .map(Map.Entry::getKey)
              .map(id -> new TreeEntry(mode, id, ObjectId.parse(id)))
              .toList();
      if (!entries.isEmpty()) {
        top.add(new TreeEntry(TreeEntry.TREE, kind.label(), sink.tree(entries)));
      }
    }
    return TreeEntry.write(top);
  }

  /** Takes trees in. */
  interface TreeSink {
    ObjectId tree(List<TreeEntry> entries) throws java.io.IOException;
  }
}
