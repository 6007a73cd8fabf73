package com.joyofhardware.master.link;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** All of a folder that can be compared, but for git's object stores. */
final class Everything {
  private Everything() {}

  static Map<String, String> in(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    String base = root.toUri().toString();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(folder.getFileName());
            Path parent = folder.getParent();
            if (name.equals("objects")
                && Files.exists(parent.resolve("HEAD"))
                && !parent.toString().endsWith("bare.git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!folder.equals(root)) {
              all.put(folder.toUri().toString().substring(base.length()), mode(folder));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.toUri().toString().substring(base.length());
            if (attributes.isRegularFile()) {
              all.put(name, mode(file) + " " + attributes.lastModifiedTime() + " " + hash(file));
            } else if (attributes.isSymbolicLink()) {
              all.put(name, "link " + target(file));
            } else {
              all.put(name, mode(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return all;
  }

  private static String mode(Path path) throws IOException {
    return Integer.toOctalString(
        (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
  }

  /** With the bytes as they are: {@code Path} would show the target decoded. */
  private static String target(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    Object length = Files.getAttribute(link, "unix:size", LinkOption.NOFOLLOW_LINKS);
    return Path.of("/dev/null/x").resolve(target).toUri() + " " + length;
  }

  private static String hash(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
