package com.joyofhardware.agent.beneath;

import com.joyofhardware.protocol.agent.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel knows of an entry.
 *
 * @param mode the permission bits, 0 to 07777
 * @param modified milliseconds since 1970
 * @param changed when content or attributes last changed, as exactly as the kernel says
 */
public record Attributes(
    FileKind kind,
    long size,
    int mode,
    long device,
    long inode,
    long modified,
    long created,
    Instant changed) {
  private static final String WANTED = "unix:mode,size,dev,ino,lastModifiedTime,creationTime,ctime";
  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;
  private static final int WRITE = 0222;

  static Attributes read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, WANTED, options);
    int mode = ((Number) value(all, "mode")).intValue();
    return new Attributes(
        kind(mode),
        ((Number) value(all, "size")).longValue(),
        mode & PERMISSIONS,
        ((Number) value(all, "dev")).longValue(),
        ((Number) value(all, "ino")).longValue(),
        ((FileTime) value(all, "lastModifiedTime")).toMillis(),
        ((FileTime) value(all, "creationTime")).toMillis(),
        ((FileTime) value(all, "ctime")).toInstant());
  }

  /** Nobody may write: asked of the mode, since root always may. */
  public boolean isWriteProtected() {
    return kind == FileKind.FILE && (mode & WRITE) == 0;
  }

  /** A strong validator: it differs whenever the content may differ. */
  public String etag() {
    long nanos = TimeUnit.SECONDS.toNanos(changed.getEpochSecond()) + changed.getNano();
    return "\""
        + Long.toString(inode, 36)
        + "-"
        + Long.toString(size, 36)
        + "-"
        + Long.toString(nanos, 36)
        + "\"";
  }

  private static FileKind kind(int mode) {
    return switch (mode & TYPE) {
      case 0100000 -> FileKind.FILE;
      case 0040000 -> FileKind.FOLDER;
      case 0120000 -> FileKind.LINK;
      default -> FileKind.OTHER;
    };
  }

  private static Object value(Map<String, Object> all, String name) {
    Object value = all.get(name);
    if (value == null) {
      throw new IllegalStateException("the JDK no longer tells " + name);
    }
    return value;
  }
}
