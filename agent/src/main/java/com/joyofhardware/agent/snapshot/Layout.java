package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Node.Folder;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
   * Fills a folder that is there.
   *
   * @param notes the tree of notes, null for a project's tree
   */
  void fill(Folder folder, Path path, ObjectId tree, @Nullable ObjectId notes) throws IOException {
    fill(folder, path, tree, notes, 0);
  }

  private void fill(Folder folder, Path path, ObjectId tree, @Nullable ObjectId notes, int depth)
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
        ObjectId below = noteTrees.get(Notes.FOLDER_PREFIX + entry.name());
        fill(child, at, entry.id(), below, depth + 1);
        permit(at, note);
        child.restat(stat(at));
        folder.put(name, child);
      } else {
        folder.put(name, leaf(folder, entry, at, note));
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

  private Node leaf(Folder parent, TreeEntry entry, Path at, Notes.@Nullable Note note)
      throws IOException {
    return switch (entry.mode()) {
      case TreeEntry.LINK -> {
        String target = RawName.of(pack.read(entry.id(), ObjectKind.BLOB));
        Links.create(at, target);
        yield new Node.Link(stat(at), target);
      }
      case TreeEntry.GITLINK -> {
        Files.createDirectory(at); // as git does for a submodule that isn't there
        yield new Folder(stat(at), parent);
      }
      default -> {
        try (OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
          pack.copy(entry.id(), ObjectKind.BLOB, out);
        }
        if (note != null) {
          Files.setLastModifiedTime(at, FileTime.from(note.mtime(), TimeUnit.NANOSECONDS));
          permit(at, note);
        } else if ((entry.mode() & 0111) != 0) {
          Files.setAttribute(at, "unix:mode", stat(at).permissions() | 0111);
        }
        yield new Node.File(stat(at), entry.id());
      }
    };
  }

  private static void permit(Path at, Notes.@Nullable Note note) throws IOException {
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
