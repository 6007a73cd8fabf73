package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lays a tree out on disk. Trees may be hostile: every name is checked, and every folder and file
 * is made new, so that nothing is written through a link that an earlier entry made.
 */
final class Layout {
  private static final int MAX_DEPTH = 500;

  private final PackFile pack;
  private final UnaryOperator<String> names;
  private final List<Leaf> leaves = new ArrayList<>();

  /** Those below before those above: a mode may forbid to enter. */
  private final List<Made> finished = new ArrayList<>();

  /** What is no folder, and is still to be written. */
  record Leaf(Folder parent, String name, TreeEntry entry, Path at, Notes.@Nullable Note note) {}

  private record Made(Folder folder, Path at, Notes.@Nullable Note note) {}

  /** For trees of snapshots, whose names are escaped. */
  static Layout ofSnapshot(PackFile pack) {
    return new Layout(pack, SnapshotTree::unescape);
  }

  /** For trees of projects. */
  static Layout ofProject(PackFile pack) {
    return new Layout(
        pack,
        name -> {
          if (name.equalsIgnoreCase(Scanner.GIT)) {
            throw hostile(name);
          }
          return name;
        });
  }

  private Layout(PackFile pack, UnaryOperator<String> names) {
    this.pack = pack;
    this.names = names;
  }

  /**
   * Fills a folder that is there: first all folders, then files on every processor, for somebody
   * waits, then what was noted of the folders, from the deepest up.
   *
   * @param notes the tree of notes, null for a project's tree
   */
  void fill(Folder folder, Path path, ObjectId tree, @Nullable ObjectId notes) throws IOException {
    folders(folder, path, tree, notes, 0);
    List<Node> nodes = Leaves.write(pack, leaves);
    for (int i = 0; i < nodes.size(); i++) {
      Leaf leaf = leaves.get(i);
      leaf.parent().put(leaf.name(), nodes.get(i));
    }
    for (Made made : finished) {
      permit(made.at(), made.note());
      made.folder().restat(stat(made.at()));
    }
  }

  private void folders(Folder folder, Path path, ObjectId tree, @Nullable ObjectId notes, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new JoyException(
          ErrorCode.REPOSITORY_BROKEN, "folders are nested deeper than " + MAX_DEPTH);
    }
    Map<String, ObjectId> noteTrees = new HashMap<>();
    Notes here = new Notes(Map.of());
    if (notes != null) {
      for (TreeEntry entry : TreeEntry.read(pack.read(notes, ObjectKind.TREE))) {
        if (entry.name().equals(Notes.NAME)) {
          here = Notes.read(pack.read(entry.id(), ObjectKind.BLOB));
        } else {
          noteTrees.put(entry.name(), entry.id());
        }
      }
    }
    for (TreeEntry entry : TreeEntry.read(pack.read(tree, ObjectKind.TREE))) {
      String name = checked(names.apply(entry.name()));
      Path at = RawName.resolve(path, name);
      Notes.Note note = here.entries().get(name);
      if (entry.isFolder()) {
        Files.createDirectory(at);
        Folder child = new Folder(stat(at), folder);
        folder.put(name, child);
        ObjectId below = noteTrees.get(Notes.FOLDER_PREFIX + entry.name());
        folders(child, at, entry.id(), below, depth + 1);
        finished.add(new Made(child, at, note));
      } else {
        leaves.add(new Leaf(folder, name, entry, at, note));
      }
    }
    for (Map.Entry<String, Notes.Note> entry : here.entries().entrySet()) {
      if ((entry.getValue().mode() & 0170000) == 0010000) {
        Path at = RawName.resolve(path, checked(entry.getKey()));
        Posix.mkfifo(at, 0600);
        permit(at, entry.getValue());
        folder.put(entry.getKey(), new Node.Fifo(stat(at)));
      }
    }
  }

  static void permit(Path at, Notes.@Nullable Note note) throws IOException {
    if (note != null && stat(at).permissions() != (note.mode() & 07777)) {
      Files.setAttribute(at, "unix:mode", note.mode() & 07777);
    }
  }

  static Stat stat(Path path) throws IOException {
    Stat stat = Stat.of(path);
    if (stat == null) {
      throw new IOException(path + " vanished while the workspace was laid out");
    }
    return stat;
  }

  static String checked(String name) {
    if (name.isEmpty()
        || List.of(".", "..").contains(name)
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw hostile(name);
    }
    return name;
  }

  private static JoyException hostile(String name) {
    return new JoyException(
        ErrorCode.REPOSITORY_BROKEN,
        "the repository has an entry named '"
            + RawName.toText(name)
            + "', which may not be laid out; remove it with git and open the session again");
  }
}
