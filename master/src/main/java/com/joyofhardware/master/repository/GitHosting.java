package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.database.Database;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Clock;

/** Projects and their repositories, put together. */
public final class GitHosting implements AutoCloseable {
  private final RepositoryFolders folders;
  private final Upkeep upkeep;
  private final AfterChange after;
  private final StoredProjects projects;
  private final Repositories repositories;
  private final Servlet servlet;

  private GitHosting(
      RepositorySettings settings, Database database, Authentication authentication, Clock clock)
      throws IOException {
    this.folders = new RepositoryFolders(settings);
    TreePacks treePacks = new TreePacks(folders, settings, TreePackShelf.open(settings, clock));
    this.upkeep = new Upkeep(settings);
    this.after = new AfterChange(folders, treePacks, upkeep);
    this.projects = new StoredProjects(database, folders, Templates.load(), after::created, clock);
    this.repositories = new StoredRepositories(folders, treePacks, after);
    PushService pushes =
        new PushService(
            settings,
            (project, done) -> {
              projects.pushed(project);
              after.changed(project, done);
            });
    this.servlet =
        new GitHttp(new GitAccess(authentication, projects), folders, new FetchService(), pushes);
  }

  /** Takes up the projects of the data folder; what a crash left half made is repaired. */
  public static GitHosting open(
      RepositorySettings settings, Database database, Authentication authentication)
      throws IOException {
    GitHosting hosting = new GitHosting(settings, database, authentication, Clock.systemUTC());
    hosting.projects.repair();
    return hosting;
  }

  public Projects projects() {
    return projects;
  }

  public Repositories repositories() {
    return repositories;
  }

  public RepositoryContents contents() {
    return new StoredContents(folders);
  }

  public RepositoryFolders folders() {
    return folders;
  }

  /** Git over HTTP, for everything below {@code /git/}; it authorises each request itself. */
  public Servlet servlet() {
    return servlet;
  }

  /** Ends work in the background; all of it is taken up again when it is needed. */
  @Override
  public void close() {
    after.close();
    upkeep.close();
  }
}
