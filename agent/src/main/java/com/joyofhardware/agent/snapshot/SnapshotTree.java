package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.agent.snapshot.Node.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a snapshot (docs/decisions has the whole form). Writes the objects that the master
 * lacks into a spool; a folder in which nothing changed is not looked into.
 */
final class SnapshotTree {
  static final String WORKTREE = "worktree";
  static final String GIT = "git";
  static final String TAGS = "tags";
  static final String NESTED = "nested";
  static final String NOTES = "notes";
  static final String BUFFERS = "buffers";

  private static final String AUTHOR = "Joy of Hardware <snapshots@localhost>";

  private final PackSpool spool;
  private final List<ObjectId> tipCommits = new ArrayList<>();
  private @Nullable ObjectId root;

  SnapshotTree(PackSpool spool) {
    this.spool = spool;
  }

  /** Tree entries can't be named .git; those that look like the result of this get it as well. */
  static String escape(String name) {
    return name.equalsIgnoreCase(".git") || name.startsWith("%") ? "%" + name : name;
  }

  static String unescape(String name) {
    return name.startsWith("%") ? name.substring(1) : name;
  }

  /** The commit of a snapshot of a workspace and the unsaved texts beside it. */
  ObjectId commit(Repository top, List<TreeEntry> buffers, long seconds) throws IOException {
    List<TreeEntry> entries = repository(top);
    if (!buffers.isEmpty()) {
      entries.add(folder(BUFFERS, buffers));
    }
    ObjectId tree = tree(entries);
    root = tree;
    return commit(tree, tipCommits, seconds, "snapshot");
  }

  /** What makes a snapshot differ from another, whenever it was made: its tree and its tips. */
  List<ObjectId> identity() {
    List<ObjectId> all = new ArrayList<>(tipCommits);
    if (root != null) {
      all.add(root);
    }
    return List.copyOf(all);
  }

  private ObjectId commit(ObjectId tree, List<ObjectId> parents, long seconds, String message)
      throws IOException {
    StringBuilder text = new StringBuilder("tree " + tree + "\n");
    parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
    String when = AUTHOR + " " + seconds + " +0000\n";
    text.append("author ").append(when).append("committer ").append(when);
    text.append('\n').append(message).append('\n');
    return spool.add(ObjectKind.COMMIT, RawName.bytes(text.toString()));
  }

  /** The tree of a repository: the workspace's own, or a nested one. */
  private List<TreeEntry> repository(Repository repository) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    List<TreeEntry> notes = new ArrayList<>();
    Folder worktree = repository.worktree();
    if (worktree != null) {
      part(WORKTREE, worktree, entries, notes);
    }
    Folder git = repository.git();
    if (git != null) {
      ObjectId id = part(GIT, git, entries, notes);
      Tips tips = repository.tips(id);
      if (tips != null) {
        tips(tips, entries);
      }
    }
    if (!notes.isEmpty()) {
      entries.add(folder(NOTES, notes));
    }
    List<TreeEntry> inside = new ArrayList<>();
    for (Map.Entry<String, Repository> entry : nested(repository).entrySet()) {
      String name = RawName.encode(entry.getKey());
      inside.add(new TreeEntry(TreeEntry.TREE, name, tree(repository(entry.getValue()))));
    }
    if (!inside.isEmpty()) {
      entries.add(folder(NESTED, inside));
    }
    return entries;
  }

  private void tips(Tips tips, List<TreeEntry> entries) throws IOException {
    if (!tips.isEmpty()) {
      ObjectId listing = spool.add(ObjectKind.TREE, tips.listing(this::tree));
      List<ObjectId> parents = tips.commits().stream().map(ObjectId::parse).toList();
      tipCommits.add(commit(listing, parents, 0, "tips"));
    }
    List<TreeEntry> tags = new ArrayList<>();
    for (Map.Entry<String, String> tag : tips.tags().entrySet()) {
      ObjectId content = spool.add(ObjectKind.BLOB, RawName.bytes(tag.getValue()));
      tags.add(new TreeEntry(TreeEntry.FILE, tag.getKey(), content));
    }
    if (!tags.isEmpty()) {
      entries.add(folder(TAGS, tags));
    }
  }

  private ObjectId part(String name, Folder folder, List<TreeEntry> entries, List<TreeEntry> notes)
      throws IOException {
    Node.Trees trees = trees(folder);
    entries.add(new TreeEntry(TreeEntry.TREE, name, trees.content()));
    ObjectId note = trees.notes();
    if (note != null) {
      notes.add(new TreeEntry(TreeEntry.TREE, name, note));
    }
    return trees.content();
  }

  /** Trees of a folder and all below it that the master lacks. */
  Node.Trees trees(Folder folder) throws IOException {
    Node.Trees known = folder.trees();
    if (known != null
        && spool.has(known.content())
        && (known.notes() == null || spool.has(known.notes()))) {
      return known;
    }
    List<TreeEntry> entries = new ArrayList<>();
    List<TreeEntry> notes = new ArrayList<>();
    for (Map.Entry<String, Node> child : folder.children().entrySet()) {
      add(child.getKey(), child.getValue(), entries, notes);
    }
    if (!folder.children().isEmpty()) {
      ObjectId note = spool.add(ObjectKind.BLOB, Notes.write(folder));
      notes.add(new TreeEntry(TreeEntry.FILE, Notes.NAME, note));
    }
    Node.Trees built = new Node.Trees(tree(entries), notes.isEmpty() ? null : tree(notes));
    folder.trees(built);
    return built;
  }

  private void add(String name, Node node, List<TreeEntry> entries, List<TreeEntry> notes)
      throws IOException {
    String escaped = escape(name);
    switch (node) {
      case Node.File file ->
          entries.add(new TreeEntry(file.stat().gitMode(), escaped, file.blob()));
      case Node.Link link ->
          entries.add(
              new TreeEntry(
                  TreeEntry.LINK,
                  escaped,
                  spool.add(ObjectKind.BLOB, RawName.bytes(link.target()))));
      case Node.Fifo fifo -> {} // in the notes alone
      case Repository nested ->
          entries.add(new TreeEntry(TreeEntry.TREE, escaped, tree(List.of())));
      case Folder folder -> {
        Node.Trees trees = trees(folder);
        entries.add(new TreeEntry(TreeEntry.TREE, escaped, trees.content()));
        ObjectId note = trees.notes();
        if (note != null) {
          notes.add(new TreeEntry(TreeEntry.TREE, Notes.FOLDER_PREFIX + escaped, note));
        }
      }
    }
  }

  private TreeEntry folder(String name, List<TreeEntry> entries) throws IOException {
    return new TreeEntry(TreeEntry.TREE, name, tree(entries));
  }

  private ObjectId tree(List<TreeEntry> entries) throws IOException {
    return spool.add(ObjectKind.TREE, TreeEntry.write(entries));
  }

  /** Repositories right inside one, by their path in it. */
  static SortedMap<String, Repository> nested(Repository repository) {
    SortedMap<String, Repository> nested = new TreeMap<>();
    Folder worktree = repository.worktree();
    if (worktree != null) {
      nested(worktree, "", nested);
    }
    Folder git = repository.git();
    if (git != null) {
      nested(git, worktree == null ? "" : Scanner.GIT + "/", nested);
    }
    return nested;
  }

  private static void nested(Folder folder, String path, Map<String, Repository> into) {
    for (Map.Entry<String, Node> child : folder.children().entrySet()) {
      Node node = child.getValue();
      if (node instanceof Repository repository) {
        into.put(path + child.getKey(), repository);
      } else if (node instanceof Folder below) {
        nested(below, path + child.getKey() + "/", into);
      }
    }
  }
}
