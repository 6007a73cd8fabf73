package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.beneath.BeneathPath;
import com.joyofhardware.agent.beneath.Entry;
import com.joyofhardware.agent.beneath.Folder;
import com.joyofhardware.agent.beneath.NewFile;
import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.server.Body;
import com.joyofhardware.agent.server.Conditions;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.agent.FileKind;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes a whole file: to a partial name beside it, to disk, then into place in one step. Until
 * that step the old content is untouched, whatever fails.
 */
final class Upload {
  /** What was written. */
  record Result(boolean created, String etag) {}

  private final Places places;
  private final Identity identity;

  /** One commit at a time, so that of two writers with one ETag the second sees the first. */
  private final ReentrantLock commits = new ReentrantLock();

  Upload(Places places, Identity identity) {
    this.places = places;
    this.identity = identity;
  }

  /** Says what can be said before the body comes, so that it need not be sent in vain. */
  void check(String text, Conditions conditions, long announced) throws IOException {
    BeneathPath path = places.writable(text).path();
    Writing.free(path.name());
    identity.write().close();
    if (announced > Limits.MAX_FILE) {
      throw tooLarge();
    }
    if (announced > Files.getFileStore(places.workspace()).getUsableSpace()) {
      throw new JoyException(
          ErrorCode.DISK_FULL,
          "the workspace's disk has no room for '" + path + "'; delete something and try again");
    }
    try (Folder root = Folder.root(places.workspace())) {
      conditions.requireFor(path.toString(), replaceable(root, path).map(Attributes::etag));
    }
  }

  Result write(String text, Conditions conditions, Body body) throws IOException {
    BeneathPath path = places.writable(text).path();
    String partial = PartialName.next();
    try (Folder root = Folder.root(places.workspace());
        Folder beside = deepestThere(root, path.parent())) {
      boolean placed = false;
      try (NewFile file = beside.create(partial)) {
        take(body, file.channel());
        Optional<Attributes> old = replaceable(root, path);
        if (old.isPresent()) {
          file.mode(old.get().mode());
        }
        file.channel().force(true);
        boolean created = commit(root, path, beside, partial, conditions);
        placed = true;
        return new Result(created, Etags.settled(file::attributes).etag());
      } finally {
        if (!placed) {
          beside.removeFile(partial);
        }
      }
    }
  }

  private boolean commit(
      Folder root, BeneathPath path, Folder beside, String partial, Conditions conditions)
      throws IOException {
    commits.lock();
    try (Identity.Write _ = identity.write();
        Folder parent = makeFolders(root, path.parent())) {
      Optional<Attributes> old = replaceable(root, path);
      conditions.requireFor(path.toString(), old.map(Attributes::etag));
      if (old.isPresent() || !appears(beside, partial, parent, path, conditions)) {
        beside.move(partial, parent, path.name(), true);
      }
      parent.sync();
      return old.isEmpty();
    } finally {
      commits.unlock();
    }
  }

  /**
   * Gives a new file its name by a link, which never replaces what came there meanwhile, and which
   * watchers see as something new. Not every file system has links: there a rename does it.
   *
   * @return false when there is a file now that is to be replaced
   */
  private static boolean appears(
      Folder beside, String partial, Folder parent, BeneathPath path, Conditions conditions) {
    try {
      try {
        beside.link(partial, parent, path.name());
        beside.removeFile(partial);
      } catch (JoyException e) {
        if (e.code() != ErrorCode.FILE_NO_PERMISSION && e.code() != ErrorCode.INTERNAL) {
          throw e;
        }
        beside.move(partial, parent, path.name(), false);
      }
      return true;
    } catch (JoyException e) {
      if (e.code() != ErrorCode.FILE_EXISTS) {
        throw e;
      }
      if (conditions.createsOnly()) {
        throw new JoyException(
            ErrorCode.FILE_CHANGED, "'" + path + "' is there already; choose another name", e);
      }
      return false;
    }
  }

  private static void take(Body body, FileChannel file) throws IOException {
    long written = 0;
    for (ByteBuf piece = body.next(); piece != null; piece = body.next()) {
      try {
        written += piece.readableBytes();
        if (written > Limits.MAX_FILE) {
          throw tooLarge();
        }
        while (piece.isReadable()) {
          piece.readBytes(file, piece.readableBytes());
        }
      } finally {
        piece.release();
      }
    }
  }

  /** The file that a write would replace, if there is one and it may be. */
  private static Optional<Attributes> replaceable(Folder root, BeneathPath path)
      throws IOException {
    try (Entry entry = root.entry(path)) {
      Attributes there = Etags.settled(entry::attributes);
      if (there.kind() != FileKind.FILE) {
        throw switch (there.kind()) {
          case FOLDER -> new JoyException(ErrorCode.FILE_IS_FOLDER, "'" + path + "' is a folder");
          case LINK ->
              new JoyException(
                  ErrorCode.FILE_OUTSIDE,
                  "'"
                      + path
                      + "' is a symbolic link, which is not written through; name its"
                      + " target");
          case FILE, OTHER ->
              new JoyException(
                  ErrorCode.FILE_NO_PERMISSION,
                  "'" + path + "' is a pipe, a socket or a device, no file");
        };
      }
      if (there.isWriteProtected() || !entry.isWritable()) {
        throw new JoyException(
            ErrorCode.FILE_READ_ONLY,
            "'" + path + "' is write-protected; change its mode in a terminal to write it");
      }
      return Optional.of(there);
    } catch (JoyException e) {
      if (e.code() == ErrorCode.FILE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The folder, or where it would be made: the same disk, so that the last step is a rename. */
  private static Folder deepestThere(Folder root, BeneathPath path) {
    BeneathPath at = path;
    while (true) {
      try {
        return root.folder(at);
      } catch (JoyException e) {
        if (e.code() != ErrorCode.FILE_NOT_FOUND || at.isRoot()) {
          throw e;
        }
        at = at.parent();
      }
    }
  }

  private static Folder makeFolders(Folder root, BeneathPath path) {
    Folder at = root.folder(BeneathPath.ROOT);
    for (String name : path.names()) {
      BeneathPath next = BeneathPath.ROOT.resolve(name);
      try (Folder parent = at) {
        try {
          at = parent.folder(next);
        } catch (JoyException e) {
          if (e.code() != ErrorCode.FILE_NOT_FOUND) {
            throw e;
          }
          makeUnlessThere(parent, name);
          at = parent.folder(next);
        }
      }
    }
    return at;
  }

  private static void makeUnlessThere(Folder parent, String name) {
    try {
      parent.makeFolder(name);
    } catch (JoyException e) {
      if (e.code() != ErrorCode.FILE_EXISTS) {
        throw e;
      }
    }
  }

  private static JoyException tooLarge() {
    return new JoyException(
        ErrorCode.TOO_LARGE, "a file has at most " + Limits.MAX_FILE + " bytes here");
  }
}
