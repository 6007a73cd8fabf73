package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** Git hosting on a real Tomcat at a free port, with a data folder of its own. */
final class TestingSite implements AutoCloseable {
  final RepositorySettings settings;
  final Database database;
  final TestingAuthentication people;
  private final GitHosting hosting;
  private final Tomcat tomcat = new Tomcat();

  private TestingSite(RepositorySettings settings) throws IOException {
    this.settings = settings;
    this.database = Database.sqlite(settings.data().resolve("joy.db"));
    this.people = new TestingAuthentication(database);
    this.hosting = GitHosting.open(settings, database, people);
  }

  static TestingSite start() throws IOException {
    return start(RepositorySettings.in(Files.createTempDirectory("joy-git-")));
  }

  static TestingSite start(RepositorySettings settings) throws IOException {
    TestingSite site = new TestingSite(settings);
    try {
      site.serve();
    } catch (LifecycleException e) {
      throw new IOException(e);
    }
    return site;
  }

  private void serve() throws LifecycleException {
    Path base = settings.data().resolve("tomcat");
    tomcat.setSilent(true);
    tomcat.setBaseDir(base.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat
        .getConnector()
        .getProtocolHandler()
        .setExecutor(new VirtualThreadExecutor("testing-site-"));
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "git", hosting.servlet()).addMapping("/git/*");
    tomcat.start();
  }

  Projects projects() {
    return hosting.projects();
  }

  Repositories repositories() {
    return hosting.repositories();
  }

  RepositoryFolders folders() {
    return hosting.folders();
  }

  String origin() {
    return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
  }

  /** A new project of a new name. */
  Project project(Person owner, String template) {
    return projects().create(owner, "p" + UUID.randomUUID().toString().substring(0, 8), template);
  }

  String url(Project project, String token) {
    return origin().replace("http://", "http://" + project.owner() + ":" + token + "@")
        + "/git/"
        + project.ref()
        + ".git";
  }

  String urlOfOwner(Project project) {
    Person owner = people.find(project.owner()).orElseThrow();
    return url(project, people.token(owner, Scope.GIT));
  }

  @Override
  public void close() throws IOException {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IOException(e);
    }
    hosting.close();
    database.close();
    FileTrees.delete(settings.data());
  }
}
