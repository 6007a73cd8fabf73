package com.joyofhardware.master.repository;

import com.joyofhardware.master.repository.Repositories.TreePack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * Prepared trees of commits, in files: made once, by whoever asks first, and found without a look
 * at the repository after that.
 */
final class TreePacks {
  /** Each holds a repository's tree in memory while it is written. */
  private static final int AT_ONCE = 2;

  private final RepositoryFolders folders;
  private final Path root;
  private final TreePackShelf shelf;
  private final int maxFiles;
  private final Semaphore makers = new Semaphore(AT_ONCE);
  private final Map<String, CompletableFuture<TreePack>> making = new ConcurrentHashMap<>();

  TreePacks(RepositoryFolders folders, RepositorySettings settings, TreePackShelf shelf) {
    this.folders = folders;
    this.root = settings.treePacks();
    this.maxFiles = settings.maxFiles();
    this.shelf = shelf;
  }

  /**
   * @throws org.eclipse.jgit.errors.MissingObjectException when the commit isn't whole
   */
  TreePack of(Project project, ObjectId commit) throws IOException {
    String name = project.id() + "-" + commit.name();
    if (shelf.take(name)) {
      return files(root.resolve(name));
    }
    CompletableFuture<TreePack> mine = new CompletableFuture<>();
    CompletableFuture<TreePack> others = making.putIfAbsent(name, mine);
    if (others != null) {
      return join(others);
    }
    try {
      // It may have been finished between the look and our turn.
      mine.complete(shelf.take(name) ? files(root.resolve(name)) : make(project, commit, name));
    } catch (IOException | RuntimeException e) {
      mine.completeExceptionally(e);
    } finally {
      making.remove(name);
    }
    return join(mine);
  }

  private static TreePack join(CompletableFuture<TreePack> pack) throws IOException {
    try {
      return pack.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private TreePack make(Project project, ObjectId commit, String name) throws IOException {
    makers.acquireUninterruptibly();
    try (Repository repository = folders.open(project)) {
      Files.createDirectories(root);
      Path unfinished = Files.createTempDirectory(root, TreePackShelf.UNFINISHED);
      try {
        TreePack made = files(unfinished);
        TreePackWriter.write(repository, commit, maxFiles, made);
        FileTrees.sync(unfinished); // else a power cut could leave empty files, found again later
        Files.move(unfinished, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        FileTrees.delete(unfinished);
        throw e;
      }
      shelf.put(name);
      return files(root.resolve(name));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      makers.release();
    }
  }

  private static TreePack files(Path folder) {
    return new TreePack(
        folder.resolve("tree.pack"), folder.resolve("tree.idx"), folder.resolve("index"));
  }
}
