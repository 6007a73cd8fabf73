package com.joyofhardware.master.repository;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.util.FS;

/** Where the repositories of projects lie: one bare repository a project, named by its id. */
public final class RepositoryFolders {
  private final Path root;

  public RepositoryFolders(RepositorySettings settings) {
    JGitDefaults.apply();
    this.root = settings.repositories();
  }

  public Path of(Project project) {
    return of(project.id());
  }

  Path of(long projectId) {
    return root.resolve(projectId + ".git");
  }

  Path root() {
    return root;
  }

  /**
   * Opens a repository; closing it gives it back to JGit's cache, which keeps its pack indexes.
   *
   * @throws org.eclipse.jgit.errors.RepositoryNotFoundException when it isn't there, or its HEAD
   *     can't be read
   */
  public Repository open(Project project) throws IOException {
    return RepositoryCache.open(FileKey.exact(of(project).toFile(), FS.DETECTED), true);
  }
}
