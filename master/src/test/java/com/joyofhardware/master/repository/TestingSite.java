package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Scope;
import com.joyofhardware.master.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;

/** The module on a real Tomcat at a free port, with a data folder of its own. */
final class TestingSite implements AutoCloseable {
  @SpringBootApplication(scanBasePackages = "none")
  @Import(RepositoryModule.class)
  static class App {}

  final Path folder;
  final Database database;
  final TestingAuthentication people;
  final RepositorySettings settings;
  private final ServletWebServerApplicationContext context;

  private TestingSite(Path folder, RepositorySettings settings) {
    this.folder = folder;
    this.settings = settings;
    this.database = Database.sqlite(folder.resolve("joy.db"));
    this.people = new TestingAuthentication(database);
    this.context =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                    Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "spring.threads.virtual.enabled", "true",
                        "spring.autoconfigure.exclude",
                            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                                + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
                        "logging.level.root", "WARN"))
                .initializers(application -> {
                  var beans = application.getBeanFactory();
                  beans.registerSingleton("settings", settings);
                  beans.registerSingleton("database", database);
                  beans.registerSingleton("authentication", people);
                })
                .run();
  }

  static TestingSite start() throws IOException {
    Path folder = Files.createTempDirectory("joy-git-");
    return new TestingSite(folder, RepositorySettings.in(folder));
  }

  static TestingSite start(Path folder, RepositorySettings settings) {
    return new TestingSite(folder, settings);
  }

  Projects projects() {
    return context.getBean(Projects.class);
  }

  Repositories repositories() {
    return context.getBean(Repositories.class);
  }

  RepositoryFolders folders() {
    return context.getBean(RepositoryFolders.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  String origin() {
    return "http://127.0.0.1:" + context.getWebServer().getPort();
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
    return url(project, people.token(people.find(project.owner()).orElseThrow(), Scope.GIT));
  }

  @Override
  public void close() throws IOException {
    context.close();
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
