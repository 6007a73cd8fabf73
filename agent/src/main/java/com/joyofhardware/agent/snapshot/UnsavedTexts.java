package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tree {@code buffers/} of a snapshot: the agent's files of unsaved editors, as they are. Each
 * is replaced in one step, so that what is read here is always a whole one.
 */
final class UnsavedTexts {
  private static final String FOLDER = "buffers";

  /** As the buffer room names them; a snapshot is hostile, and these are names of files. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}");

  private final Path folder;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(Stat stat, ObjectId blob) {}

  UnsavedTexts(Path state) {
    this.folder = state.resolve(FOLDER);
  }

  /** The entries there are now; what the master lacks of them is in the spool. */
  List<TreeEntry> entries(PackSpool spool) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> NAME.matcher(name).matches())
              .sorted()
              .toList();
    }
    seen.keySet().retainAll(names);
    for (String name : names) {
      try {
        entries.add(new TreeEntry(TreeEntry.FILE, name, blob(name, spool)));
      } catch (NoSuchFileException e) {
        seen.remove(name); // closed meanwhile
      }
    }
    return entries;
  }

  private ObjectId blob(String name, PackSpool spool) throws IOException {
    Path file = folder.resolve(name);
    Stat stat = Layout.stat(file);
    Seen before = seen.get(name);
    if (before != null && before.stat().equals(stat) && spool.has(before.blob())) {
      return before.blob();
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readAllBytes();
    }
    ObjectId blob = spool.add(ObjectKind.BLOB, content);
    seen.put(name, new Seen(stat, blob));
    return blob;
  }

  /** Lays the texts of a snapshot out. */
  void restore(PackFile pack, ObjectId tree) throws IOException {
    Files.createDirectories(folder);
    for (TreeEntry entry : TreeEntry.read(pack.read(tree, ObjectKind.TREE))) {
      if (entry.isFolder() || !NAME.matcher(entry.name()).matches()) {
        throw new IOException("the snapshot has an unsaved text of a name that no agent gives");
      }
      try (OutputStream out =
          Files.newOutputStream(folder.resolve(entry.name()), StandardOpenOption.CREATE_NEW)) {
        pack.copy(entry.id(), ObjectKind.BLOB, out);
      }
    }
  }
}
