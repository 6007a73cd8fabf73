package com.joyofhardware.master.repository.snapshot;

import com.joyofhardware.protocol.Claim;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare repository of one person and project: its folder, its lock, its fences. */
final class SnapshotRepository {
  private final Path folder;
  private final Path projectObjects;
  private final ReentrantLock turn = new ReentrantLock();
  private final Set<String> settled = ConcurrentHashMap.newKeySet();

  SnapshotRepository(Path folder, Path projectRepository) {
    this.folder = folder;
    this.projectObjects = projectRepository.resolve("objects");
  }

  Path folder() {
    return folder;
  }

  Path objects() {
    return folder.resolve("objects");
  }

  boolean exists() {
    return Files.exists(folder.resolve("HEAD"));
  }

  /** What changes refs or moves packs is done under this; a second master is kept out as well. */
  interface Work {
    void run() throws IOException;
  }

  void locked(Work work) throws IOException {
    turn.lock();
    try {
      makeFolder();
      lockedFromOthers(work);
    } finally {
      turn.unlock();
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private void lockedFromOthers(Work work) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("joy.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("could not lock " + folder);
      }
      work.run();
    }
  }

  /** Made by hand: git's own init copies templates and hooks that nothing here runs. */
  void create() throws IOException {
    turn.lock();
    try {
      if (exists()) {
        return;
      }
      makeFolder();
      Files.createDirectories(folder.resolve("refs/heads"));
      Files.createDirectories(objects().resolve("pack"));
      Durable.write(
          folder.resolve("config"),
          """
          [core]
          \trepositoryformatversion = 0
          \tbare = true
          \tlogAllRefUpdates = false
          \tfsyncRefFiles = true
          [gc]
          \tauto = 0
          [maintenance]
          \tauto = false
          """);
      // Relative, so that the data folder can be moved as a whole.
      Durable.write(
          objects().resolve("info/alternates"),
          objects().toRealPath().relativize(projectObjects.toRealPath()) + "\n");
      Durable.write(folder.resolve("HEAD"), "ref: refs/heads/none\n");
    } finally {
      turn.unlock();
    }
  }

  Repository open() throws IOException {
    return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().setup().build();
  }

  /** The project's own repository, for its refs. */
  Repository openProject() throws IOException {
    Path gitDir = projectObjects.getParent();
    return new FileRepositoryBuilder()
        .setGitDir((gitDir == null ? projectObjects : gitDir).toFile())
        .setBare()
        .setup()
        .build();
  }

  Optional<Claim> fence(WorkspaceRefs refs) throws IOException {
    try {
      String text = Files.readString(fenceFile(refs)).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(Claim.parse(text)); // a power cut
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Holds whatever becomes of the master's process. A power cut may take it, until {@link #settle}:
   * a person waits here, and after a power cut the database, which is never behind, says which
   * containers are heard at all.
   */
  void raise(WorkspaceRefs refs, Claim claim) throws IOException {
    Path file = fenceFile(refs);
    Files.createDirectories(folder.resolve("workspaces").resolve(refs.key()));
    Durable.replace(file, claim + "\n");
    settled.remove(refs.key());
  }

  /** Before anything stands on it: fence and name of the workspace outlast a power cut. */
  void settle(WorkspaceRefs refs, String ref) throws IOException {
    if (settled.contains(refs.key())) {
      return;
    }
    Path file = fenceFile(refs);
    Durable.write(file.resolveSibling("ref"), ref + "\n");
    Durable.sync(file);
    settled.add(refs.key());
  }

  private Path fenceFile(WorkspaceRefs refs) {
    return folder.resolve("workspaces").resolve(refs.key()).resolve("fence");
  }
}
