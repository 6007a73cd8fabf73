package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.snapshot.Layout.Leaf;
import com.joyofhardware.agent.snapshot.Node.Folder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the files and links of a tree, in the order of the pack, on a few threads. */
final class Leaves {
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  /** Fewer aren't worth a thread. */
  private static final int EACH = 16;

  private final PackFile pack;
  private final List<Leaf> leaves;
  private final Node[] nodes;
  private final AtomicInteger next = new AtomicInteger();

  private Leaves(PackFile pack, List<Leaf> leaves) {
    this.pack = pack;
    this.leaves = leaves;
    this.nodes = new Node[leaves.size()];
  }

  /** Gives what each has become. When one fails, the others stop and its failure is thrown. */
  static List<Node> write(PackFile pack, List<Leaf> leaves) throws IOException {
    Leaves writing = new Leaves(pack, leaves);
    List<SideTask> others = new ArrayList<>();
    for (int i = 1; i < Math.min(THREADS, leaves.size() / EACH); i++) {
      others.add(SideTask.start("check-out-" + i, writing::run));
    }
    try {
      writing.run();
    } finally {
      SideTask.joinAll(others);
    }
    return Arrays.asList(writing.nodes);
  }

  private void run() throws IOException {
    boolean whole = false;
    try (PackFile.Reader reader = pack.reader()) {
      for (int i = next.getAndIncrement(); i < nodes.length; i = next.getAndIncrement()) {
        nodes[i] = write(reader, leaves.get(i));
      }
      whole = true;
    } finally {
      if (!whole) {
        next.set(nodes.length);
      }
    }
  }

  private static Node write(PackFile.Reader pack, Leaf leaf) throws IOException {
    TreeEntry entry = leaf.entry();
    Path at = leaf.at();
    Notes.Note note = leaf.note();
    return switch (entry.mode()) {
      case TreeEntry.LINK -> {
        String target = RawName.of(pack.read(entry.id(), ObjectKind.BLOB));
        Links.create(at, target);
        yield new Node.Link(Layout.stat(at), target);
      }
      case TreeEntry.GITLINK -> {
        Files.createDirectory(at); // as git does for a submodule that isn't there
        yield new Folder(Layout.stat(at), leaf.parent());
      }
      default -> {
        try (OutputStream out = Files.newOutputStream(at, StandardOpenOption.CREATE_NEW)) {
          pack.copy(entry.id(), ObjectKind.BLOB, out);
        }
        if (note != null) {
          Files.setLastModifiedTime(at, FileTime.from(note.mtime(), TimeUnit.NANOSECONDS));
          Layout.permit(at, note);
        } else if ((entry.mode() & 0111) != 0) {
          Files.setAttribute(at, "unix:mode", Layout.stat(at).permissions() | 0111);
        }
        yield new Node.File(Layout.stat(at), entry.id());
      }
    };
  }
}
