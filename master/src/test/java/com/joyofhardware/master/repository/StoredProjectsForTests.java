package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.database.Database;
import java.io.IOException;
import java.nio.file.Path;

/** The real projects and repositories of this module, for the tests of others. */
public final class StoredProjectsForTests implements AutoCloseable {
  private final TestingSite site;

  public StoredProjectsForTests(Path folder) throws IOException {
    this.site = TestingSite.start(RepositorySettings.in(folder));
  }

  public Database database() {
    return site.database;
  }

  public Projects projects() {
    return site.projects();
  }

  public Repositories repositories() {
    return site.repositories();
  }

  public Authentication authentication() {
    return site.people;
  }

  public Path folder(Project project) {
    return site.folders().of(project);
  }

  public Person person(String name) {
    return site.people.person(name);
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
