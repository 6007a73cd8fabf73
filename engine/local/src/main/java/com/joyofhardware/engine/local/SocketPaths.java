package com.joyofhardware.engine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Paths of sockets below the folder of sandboxes that are short enough for the kernel. Where the
 * data folder's own path is too long they lead through a link in a folder of ours.
 */
final class SocketPaths {
  /** Of a Unix socket on Linux, without the final zero; see unix(7). */
  private static final int LONGEST = 107;

  /** More than any socket's path below the folder of sandboxes. */
  private static final int BELOW = "/0123456789abcdef/egress/egress.sock".length();

  private final Path sandboxes;
  private final Path base;

  private SocketPaths(Path sandboxes, Path base) {
    this.sandboxes = sandboxes;
    this.base = base;
  }

  static SocketPaths of(Path sandboxes, boolean root) throws IOException {
    if (bytes(sandboxes) + BELOW <= LONGEST) {
      return new SocketPaths(sandboxes, sandboxes);
    }
    int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Path ours = ourFolder(root ? Path.of("/run/joy") : Path.of("/tmp/joy-" + uid), uid);
    String name =
        UUID.nameUUIDFromBytes(sandboxes.toString().getBytes(StandardCharsets.UTF_8)).toString();
    Path link = ours.resolve(name.substring(0, 13));
    try {
      Files.createSymbolicLink(link, sandboxes);
    } catch (FileAlreadyExistsException e) {
      if (!Files.readSymbolicLink(link).equals(sandboxes)) {
        throw new IOException(link + " leads somewhere else than to " + sandboxes, e);
      }
    }
    return new SocketPaths(sandboxes, link);
  }

  /** Somebody else's folder of that name, in a place where all may write, is refused. */
  private static Path ourFolder(Path path, int uid) throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      boolean ours =
          Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
              && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(uid);
      if (!ours) {
        throw new IOException(path + " is somebody else's; remove it or use a shorter data folder");
      }
    }
    return path;
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  Path of(Path socket) {
    return base.resolve(sandboxes.relativize(socket));
  }
}
