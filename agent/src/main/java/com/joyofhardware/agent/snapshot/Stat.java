package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lstat} says. Two that are equal mean the content is the same: ctime can't be set, so
 * even a change that puts mtime and size back shows.
 *
 * @param mode type and permissions as in {@code st_mode}
 * @param mtime nanoseconds since 1970
 */
record Stat(int mode, long size, long mtime, long ctime, long inode) {
  private static final int TYPE = 0170000;

  static @Nullable Stat of(Path path) throws IOException {
    try {
      Map<String, Object> all =
          Files.readAttributes(
              path, "unix:mode,size,lastModifiedTime,ctime,ino", LinkOption.NOFOLLOW_LINKS);
      return new Stat(
          (Integer) value(all, "mode"),
          (Long) value(all, "size"),
          ((FileTime) value(all, "lastModifiedTime")).to(TimeUnit.NANOSECONDS),
          ((FileTime) value(all, "ctime")).to(TimeUnit.NANOSECONDS),
          (Long) value(all, "ino"));
    } catch (NoSuchFileException e) {
      return null;
    } catch (java.nio.file.FileSystemException e) {
      // A folder on the way became a file: then there is nothing here either.
      if (path.getParent() != null && !Files.isDirectory(path.getParent())) {
        return null;
      }
      throw e;
    }
  }

  private static Object value(Map<String, Object> all, String name) throws IOException {
    Object value = all.get(name);
    if (value == null) {
      throw new IOException("the file system has no " + name);
    }
    return value;
  }

  int permissions() {
    return mode & 07777;
  }

  boolean isFolder() {
    return (mode & TYPE) == 0040000;
  }

  boolean isFile() {
    return (mode & TYPE) == 0100000;
  }

  boolean isLink() {
    return (mode & TYPE) == 0120000;
  }

  boolean isFifo() {
    return (mode & TYPE) == 0010000;
  }

  /** The three modes of files that git trees know. */
  int gitMode() {
    return isLink() ? 0120000 : (mode & 0100) != 0 ? 0100755 : 0100644;
  }
}
