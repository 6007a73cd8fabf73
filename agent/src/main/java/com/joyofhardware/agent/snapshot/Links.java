package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links with their targets as the bytes they are. */
final class Links {
  /** Stands where nothing is, so that {@code toUri} finds no folder and adds no slash. */
  private static final Path NOWHERE = Path.of("/dev/null/nowhere");

  private Links() {}

  static String read(Path link, Stat stat) throws IOException {
    Path target = Files.readSymbolicLink(link);
    String text = target.toString();
    if (RawName.isAscii(text)) {
      return text;
    }
    String uri = NOWHERE.resolve(target).toUri().getRawPath();
    String base = NOWHERE.toUri().getRawPath() + "/";
    String raw = RawName.decode(uri.startsWith(base) ? uri.substring(base.length()) : uri);
    // An absolute target that is a folder was given a slash; lstat knows how long it really is.
    return raw.length() > stat.size() && raw.endsWith("/")
        ? raw.substring(0, raw.length() - 1)
        : raw;
  }

  static void create(Path link, String target) throws IOException {
    Path path = RawName.isAscii(target) ? Path.of(target) : null;
    if (path != null && path.toString().equals(target)) {
      Files.createSymbolicLink(link, path);
    } else {
      Posix.symlink(target, link);
    }
  }
}
