package com.joyofhardware.agent.beneath;

import static com.joyofhardware.agent.linux.Linux.O_CREAT;
import static com.joyofhardware.agent.linux.Linux.O_DIRECTORY;
import static com.joyofhardware.agent.linux.Linux.O_EXCL;
import static com.joyofhardware.agent.linux.Linux.O_NOFOLLOW;
import static com.joyofhardware.agent.linux.Linux.O_PATH;
import static com.joyofhardware.agent.linux.Linux.O_WRONLY;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Linux;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An open folder, and what may be done in it. It is held by a descriptor, so it stays the same
 * folder when somebody renames it or puts a link in its place. Names are single names: they lead
 * nowhere else. Errors are {@code JoyException}s that name the path.
 */
public final class Folder implements AutoCloseable {
  private static final int ANYWHERE = -100;
  private static final int NEW_FILE = 0666;
  private static final int NEW_FOLDER = 0777;

  private final int fd;
  private final BeneathPath at;

  private Folder(int fd, BeneathPath at) {
    this.fd = fd;
    this.at = at;
  }

  /** Opens a root by a path that is trusted: links in it are followed. */
  public static Folder root(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    return new Folder(Linux.openAt(ANYWHERE, name, O_PATH | O_DIRECTORY, 0), BeneathPath.ROOT);
  }

  /** A folder below this one. */
  public Folder folder(BeneathPath path) {
    return new Folder(Resolver.open(fd, path, O_PATH | O_DIRECTORY), below(path));
  }

  /** Whatever is at a path below; a link is itself, not where it points. */
  public Entry entry(BeneathPath path) {
    return new Entry(Resolver.open(fd, path, O_PATH | O_NOFOLLOW), below(path).toString());
  }

  /** Attributes of one of its entries; a link's are its own. */
  public Attributes attributes(String name) throws IOException {
    return Attributes.read(child(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether one of its entries is a folder; a link to one is none. */
  public boolean isFolder(String name) {
    return Files.isDirectory(child(name), LinkOption.NOFOLLOW_LINKS);
  }

  public NewFile create(String name) throws IOException {
    try {
      return NewFile.of(
          Linux.openAt(fd, bytes(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, NEW_FILE));
    } catch (Errno e) {
      throw FileErrors.of(e, shown(name));
    }
  }

  public void makeFolder(String name) {
    run(name, () -> Linux.makeFolder(fd, bytes(name), NEW_FOLDER));
  }

  public void makeLink(byte[] target, String name) {
    run(name, () -> Linux.makeLink(target, fd, bytes(name)));
  }

  /** Renames one of its entries, in one step that others see whole or not at all. */
  public void move(String name, Folder to, String newName, boolean replace) {
    run(
        newName,
        () ->
            Linux.rename(
                fd, bytes(name), to.fd, bytes(newName), replace ? 0 : Linux.RENAME_NOREPLACE));
  }

  /** Swaps two entries in one step. */
  public void exchange(String name, Folder to, String other) {
    run(other, () -> Linux.rename(fd, bytes(name), to.fd, bytes(other), Linux.RENAME_EXCHANGE));
  }

  /** Gives the folder itself permission bits, 0 to 07777. */
  public void mode(int mode) throws IOException {
    Files.setAttribute(Linux.path(fd), "unix:mode", mode);
  }

  /** Gives one of its files a second name that nothing has yet. */
  public void link(String name, Folder to, String newName) {
    run(newName, () -> Linux.link(fd, bytes(name), to.fd, bytes(newName)));
  }

  /** Removes an entry that is not a folder; of a link itself. */
  public void removeFile(String name) {
    run(name, () -> Linux.removeFile(fd, bytes(name)));
  }

  /** Removes an empty folder. */
  public void removeFolder(String name) {
    run(name, () -> Linux.removeFolder(fd, bytes(name)));
  }

  /** Goes through its entries, in no order, as long as the visitor wants more. */
  public void visit(Visitor visitor) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Linux.path(fd))) {
      for (Path entry : entries) {
        Path bytes = entry.getFileName();
        String name = bytes.toString();
        // A name that isn't UTF-8 doesn't come back from text as the same bytes.
        if (!visitor.visit(name, Path.of(name).equals(bytes))) {
          return;
        }
      }
    } catch (AccessDeniedException e) {
      throw new JoyException(
          ErrorCode.FILE_NO_PERMISSION, "the permissions of '" + at + "' don't allow listing", e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Sees one entry of a folder. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Sees an entry.
     *
     * @param addressable false when the name isn't UTF-8: then it is shown with replacement
     *     characters and reaches nothing
     * @return whether to go on
     */
    boolean visit(String name, boolean addressable) throws IOException;
  }

  /** Puts its entries on disk: after a rename, what makes it last. */
  public void sync() throws IOException {
    try (FileChannel self = FileChannel.open(Linux.path(fd), StandardOpenOption.READ)) {
      self.force(true);
    }
  }

  /** The descriptor, for a watch. */
  public int descriptor() {
    return fd;
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }

  private interface Call {
    void run() throws Errno;
  }

  private void run(String name, Call call) {
    try {
      call.run();
    } catch (Errno e) {
      throw FileErrors.of(e, shown(name));
    }
  }

  private Path child(String name) {
    return Linux.path(fd).resolve(name);
  }

  private BeneathPath below(BeneathPath path) {
    return at.isRoot() ? path : at.resolve(path);
  }

  private String shown(String name) {
    return at.isRoot() ? name : at + "/" + name;
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
