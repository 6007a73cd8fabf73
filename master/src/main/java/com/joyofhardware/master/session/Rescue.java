package com.joyofhardware.master.session;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies a workspace out of a container that is over or frozen, when its newest work isn't at the
 * master. What is in it is hostile: links are copied as links, never followed, and what is neither
 * file, folder nor link is left out. As root all of it can be read. Without root a sandbox's files
 * are of a user id that is not the master's: then what isn't readable for all fails the copy, and
 * the container and its folder are kept until an administrator has looked.
 */
final class Rescue {
  /** A change so shortly before a snapshot may not be in it. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final Path rescued;

  Rescue(Path rescued) {
    this.rescued = rescued;
  }

  /**
   * Copies the workspace if anything in it changed since.
   *
   * @param dir a container's folder
   * @param stored when all was at the master; empty when that isn't known, then all is copied
   * @return where it is now; empty when there was nothing to rescue
   */
  Optional<Path> copy(Path dir, SessionRow session, Hold hold, Optional<Instant> stored)
      throws IOException {
    Path workspace = dir.resolve("workspace");
    Path source = Files.isDirectory(workspace, LinkOption.NOFOLLOW_LINKS) ? workspace : dir;
    if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)
        || !hasNewer(source, stored.map(it -> it.minus(MARGIN)).orElse(Instant.MIN))) {
      return Optional.empty();
    }
    Path target =
        rescued
            .resolve(session.person().value())
            .resolve(session.project().name() + "-" + session.id() + "-" + hold.claim().toString());
    Files.createDirectories(
        target.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    copyTree(source, target);
    return Optional.of(target);
  }

  private static boolean hasNewer(Path source, Instant than) throws IOException {
    AtomicInteger newer = new AtomicInteger();
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // The time of the last change of the inode: unlike mtime nobody can set it.
            FileTime changed =
                (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            if (changed.toInstant().isAfter(than)) {
              newer.incrementAndGet();
              return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return newer.get() > 0;
  }

  /** The copy is ours: readable whatever the original was, and never a program with our rights. */
  private static void permit(Path file, Path copy) throws IOException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(
        copy, PosixFilePermissions.fromString((mode & 0100) == 0 ? "rw-------" : "rwx------"));
  }

  private static void copyTree(Path source, Path target) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target.resolve(source.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = target.resolve(source.relativize(file));
            if (attributes.isSymbolicLink()) {
              Files.deleteIfExists(copy);
              Files.createSymbolicLink(copy, Files.readSymbolicLink(file));
            } else if (attributes.isRegularFile()) {
              Files.deleteIfExists(copy);
              Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
              permit(file, copy);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
