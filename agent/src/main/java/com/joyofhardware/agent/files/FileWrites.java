package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.NewFile;
import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.server.Conditions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.util.Optional;

/** {@code fs/create}, {@code fs/rename}, {@code fs/copy}, {@code fs/delete}. */
final class FileWrites {
  private final Places places;
  private final Identity identity;
  private final TreeCopy copies = new TreeCopy();

  FileWrites(Places places, Identity identity) {
    this.places = places;
    this.identity = identity;
  }

  void create(String text, FileKind kind) throws IOException {
    BeneathPath path = places.writable(text).path();
    String name = Writing.free(path.name());
    try (Identity.Write _ = identity.write();
        Folder root = Folder.root(places.workspace());
        Folder folder = root.folder(path.parent())) {
      switch (kind) {
        case FILE -> {
          try (NewFile file = folder.create(name)) {
            file.channel().force(true);
          }
        }
        case FOLDER -> folder.makeFolder(name);
        case LINK, OTHER ->
            throw new JoyException(
                ErrorCode.BAD_REQUEST, "only files and folders are created here");
      }
      folder.sync();
    }
  }

  void rename(String fromText, String toText, boolean overwrite) throws IOException {
    BeneathPath from = places.writable(fromText).path();
    BeneathPath to = places.writable(toText).path();
    String name = from.name();
    String newName = Writing.free(to.name());
    if (from.equals(to)) {
      return;
    }
    refuseNesting(from, to);
    try (Identity.Write _ = identity.write();
        Folder root = Folder.root(places.workspace());
        Folder source = root.folder(from.parent());
        Folder target = root.folder(to.parent())) {
      place(source, name, target, newName, overwrite);
      source.sync();
      target.sync();
    }
  }

  void copy(String fromText, String toText, boolean overwrite) throws IOException {
    BeneathPath to = places.writable(toText).path();
    String newName = Writing.free(to.name());
    identity.write().close();
    try (Places.Found found = places.look(fromText);
        Folder root = Folder.root(places.workspace());
        Folder target = root.folder(to.parent())) {
      Places.Place from = found.place();
      if (!from.readOnly()) {
        refuseNesting(from.path(), to);
      }
      if (!overwrite && kindOf(root, to).isPresent()) {
        throw exists(to);
      }
      try (Folder sourceRoot = from.open();
          Folder source = sourceRoot.folder(from.path().parent())) {
        String partial = copies.copy(source, from.path().name(), target);
        try (Identity.Write _ = identity.write()) {
          place(target, partial, target, newName, overwrite);
        } catch (IOException | RuntimeException e) {
          TreeDelete.all(target, partial);
          throw e;
        }
      }
      target.sync();
    }
  }

  void delete(String text, boolean recursive, Conditions conditions) throws IOException {
    BeneathPath path = places.writable(text).path();
    String name = path.name();
    try (Identity.Write _ = identity.write();
        Folder root = Folder.root(places.workspace());
        Folder folder = root.folder(path.parent())) {
      FileKind kind;
      try (Entry entry = root.entry(path)) {
        Attributes now = Etags.settled(entry::attributes);
        conditions.requireFor(
            path.toString(),
            now.kind() == FileKind.FILE ? Optional.of(now.etag()) : Optional.empty());
        kind = now.kind();
      }
      if (kind != FileKind.FOLDER) {
        folder.removeFile(name);
      } else if (recursive) {
        TreeDelete.all(folder, name);
      } else {
        folder.removeFolder(name);
      }
      folder.sync();
    }
  }

  /** Renames, over what is there if that is wanted; a folder is replaced with all its content. */
  private static void place(
      Folder source, String name, Folder target, String newName, boolean overwrite)
      throws IOException {
    Optional<FileKind> there = kindOf(target, BeneathPath.ROOT.resolve(newName));
    if (!overwrite || there.isEmpty()) {
      source.move(name, target, newName, false);
      return;
    }
    boolean folders =
        there.get() == FileKind.FOLDER || source.attributes(name).kind() == FileKind.FOLDER;
    if (folders) {
      // The kernel replaces no full folder: exchanged first, the old one is never half there.
      source.exchange(name, target, newName);
      TreeDelete.all(source, name);
    } else {
      source.move(name, target, newName, true);
    }
  }

  private static Optional<FileKind> kindOf(Folder root, BeneathPath path) throws IOException {
    try (Entry entry = root.entry(path)) {
      return Optional.of(entry.attributes().kind());
    } catch (JoyException e) {
      if (e.code() == ErrorCode.FILE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void refuseNesting(BeneathPath from, BeneathPath to) {
    if (from.contains(to) || to.contains(from)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "'" + from + "' and '" + to + "' lie in one another; choose another place");
    }
  }

  private static JoyException exists(BeneathPath path) {
    return new JoyException(
        ErrorCode.FILE_EXISTS, "'" + path + "' is there already; choose another name");
  }
}
