package com.joyofhardware.agent.watch;

import static com.joyofhardware.agent.linux.Inotify.ATTRIB;
import static com.joyofhardware.agent.linux.Inotify.CLOSE_WRITE;
import static com.joyofhardware.agent.linux.Inotify.CREATE;
import static com.joyofhardware.agent.linux.Inotify.DELETE;
import static com.joyofhardware.agent.linux.Inotify.EXCLUDE_UNLINKED;
import static com.joyofhardware.agent.linux.Inotify.IGNORED;
import static com.joyofhardware.agent.linux.Inotify.IS_FOLDER;
import static com.joyofhardware.agent.linux.Inotify.MODIFY;
import static com.joyofhardware.agent.linux.Inotify.MOVED_FROM;
import static com.joyofhardware.agent.linux.Inotify.MOVED_TO;
import static com.joyofhardware.agent.linux.Inotify.ONLY_FOLDERS;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Inotify;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.FileKind;
import com.joyofhardware.protocol.agent.Fs.ChangeKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The folders of the workspace that one inotify instance watches, kept up to date by its events. A
 * new folder is watched first and looked into then, so that nothing made in it in between is
 * missed.
 */
final class WatchedFolders {
  private static final Logger LOG = System.getLogger(WatchedFolders.class.getName());
  private static final int EVENTS =
      MODIFY
          | ATTRIB
          | CLOSE_WRITE
          | CREATE
          | DELETE
          | MOVED_FROM
          | MOVED_TO
          | ONLY_FOLDERS
          | EXCLUDE_UNLINKED;

  private record Open(WatchTree.@Nullable Node parent, String name) {}

  private final Path workspace;
  private final Inotify inotify;
  private final WatchTree tree = new WatchTree();
  private int root;
  private boolean overLimit;
  private boolean unnameable;
  private boolean fromPartial;

  WatchedFolders(Path workspace, Inotify inotify) {
    this.workspace = workspace;
    this.inotify = inotify;
  }

  Inotify inotify() {
    return inotify;
  }

  boolean seesAll() {
    return !overLimit && !unnameable;
  }

  boolean isOverLimit() {
    return overLimit;
  }

  void addRoot(BiConsumer<String, Attributes> found) throws IOException {
    add(new Open(null, ""), (path, kind) -> {}, found);
  }

  /** Takes one event, tells of what it means. */
  void event(int watch, int mask, byte[] rawName, BiConsumer<String, ChangeKind> tell) {
    if ((mask & IGNORED) != 0) {
      tree.ended(watch);
      return;
    }
    WatchTree.Node folder = tree.get(watch);
    if (folder == null || rawName.length == 0) {
      return;
    }
    String name = decode(rawName).orElse(null);
    if (name == null) {
      unnameable |= (mask & IS_FOLDER) != 0;
      tell.accept(folder.path(), ChangeKind.CHANGED);
      return;
    }
    // Nothing stands between the two events of one rename inside one folder but other renames.
    boolean replaced = (mask & MOVED_TO) != 0 && fromPartial;
    fromPartial = (mask & MOVED_FROM) != 0 && PartialName.is(name);
    if (PartialName.is(name)) {
      return;
    }
    boolean gone = (mask & (DELETE | MOVED_FROM)) != 0;
    boolean come = (mask & (CREATE | MOVED_TO)) != 0;
    if (gone && (mask & IS_FOLDER) != 0) {
      forget(folder, name);
    }
    tell.accept(
        folder.pathOf(name),
        gone ? ChangeKind.DELETED : come && !replaced ? ChangeKind.CREATED : ChangeKind.CHANGED);
    if (come && (mask & IS_FOLDER) != 0) {
      try {
        add(new Open(folder, name), tell, (path, attributes) -> {});
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a new folder can't be watched", e);
      }
    }
  }

  /** Watches a folder and all below, the upper ones first; tells of everything that is in them. */
  private void add(
      Open top, BiConsumer<String, ChangeKind> tell, BiConsumer<String, Attributes> found)
      throws IOException {
    Queue<Open> open = new ArrayDeque<>(List.of(top));
    try (Folder base = Folder.root(workspace)) {
      for (Open next = open.poll(); next != null; next = open.poll()) {
        if (!isObjects(next)) {
          look(base, next, open, tell, found);
        }
      }
    }
  }

  private void look(
      Folder base,
      Open next,
      Queue<Open> open,
      BiConsumer<String, ChangeKind> tell,
      BiConsumer<String, Attributes> found)
      throws IOException {
    WatchTree.Node parent = next.parent();
    String path = parent == null ? "" : parent.pathOf(next.name());
    try (Folder folder = base.folder(BeneathPath.parse(path))) {
      WatchTree.Node node = watch(folder, next);
      if (node == null) {
        return;
      }
      List<String> names = new ArrayList<>();
      folder.visit((name, addressable) -> {
        if (!addressable) {
          unnameable |= folder.isFolder(name);
          tell.accept(path, ChangeKind.CHANGED);
        } else if (!PartialName.is(name)) {
          names.add(name);
        }
        return true;
      });
      for (String name : names) {
        String at = node.pathOf(name);
        tell.accept(at, ChangeKind.CREATED);
        Attributes attributes = attributes(folder, name);
        if (attributes != null) {
          found.accept(at, attributes);
          if (attributes.kind() == FileKind.FOLDER) {
            open.add(new Open(node, name));
          }
        }
      }
    } catch (JoyException e) {
      // It is gone again, or a link by now: an event of its own says so. Or it may not be read.
      LOG.log(Level.DEBUG, "a folder was not watched", e);
    }
  }

  /** Null when it is gone again, which an event of its own says. */
  private static @Nullable Attributes attributes(Folder folder, String name) throws IOException {
    try {
      return folder.attributes(name);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private WatchTree.@Nullable Node watch(Folder folder, Open next) throws Errno {
    if (tree.size() >= Limits.MAX_WATCHED_FOLDERS) {
      blind("limit", Limits.MAX_WATCHED_FOLDERS);
      return null;
    }
    try {
      int watch = inotify.add(folder.descriptor(), EVENTS);
      if (next.parent() == null) {
        root = watch;
      }
      return tree.put(watch, next.parent(), next.name());
    } catch (Errno e) {
      if (e.number() == Errno.ENOSPC) {
        blind("fs.inotify.max_user_watches", tree.size());
        return null;
      }
      if (e.number() == Errno.ENOENT || e.number() == Errno.EACCES) {
        return null;
      }
      throw e;
    }
  }

  private void blind(String limit, int folders) {
    if (!overLimit) {
      overLimit = true;
      LOG.log(Level.WARNING, "not all folders are watched: {0}={1}", limit, folders);
    }
  }

  private void forget(WatchTree.Node folder, String name) {
    for (int watch : tree.remove(folder, name)) {
      try {
        inotify.remove(watch);
      } catch (Errno e) {
        // A deleted folder's watch ended by itself.
        if (e.number() != Errno.EINVAL) {
          LOG.log(Level.WARNING, "a watch can't be removed", e);
        }
      }
    }
  }

  /** Ends a {@code read} that waits: the end of a watch is an event. */
  void wake() {
    try {
      inotify.remove(root);
    } catch (Errno e) {
      LOG.log(Level.DEBUG, "the root was not watched any more", e);
    }
  }

  void close() throws Errno {
    inotify.close();
  }

  private static boolean isObjects(Open folder) {
    return folder.parent() != null
        && folder.name().equals("objects")
        && folder.parent().name().equals(".git");
  }

  private static Optional<String> decode(byte[] name) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
