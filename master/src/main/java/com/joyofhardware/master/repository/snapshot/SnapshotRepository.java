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
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare repository of one person and project: its folder, its lock, its fences. */
final class SnapshotRepository {
  private final Path folder;
  private final Path projectObjects;
  private final ReentrantLock turn = new ReentrantLock();

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
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("joy.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("could not lock " + folder);
      }
      work.run();
    } finally {
      turn.unlock();
    }
  }

  /** Made by hand: git's own init copies templates and hooks that nothing here runs. */
  void create() throws IOException {
    turn.lock();
    try {
      if (exists()) {
        return;
      }
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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
      return Optional.of(Claim.parse(Files.readString(fenceFile(refs)).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void raise(WorkspaceRefs refs, Claim claim, String ref) throws IOException {
    Path file = fenceFile(refs);
    if (!Files.exists(file)) {
      Durable.write(file.resolveSibling("ref"), ref + "\n");
    }
    Durable.write(file, claim + "\n");
  }

  private Path fenceFile(WorkspaceRefs refs) {
    return folder.resolve("workspaces").resolve(refs.key()).resolve("fence");
  }
}
