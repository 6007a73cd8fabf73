package com.joyofhardware.master.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class ProjectsTest {
  private static int people;

  private final Database database;
  @TempDir Path data;
  private RepositoryFolders folders;
  private StoredProjects projects;
  private Person anna;
  private final List<Project> announced = new ArrayList<>();

  ProjectsTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void set() {
    folders = new RepositoryFolders(RepositorySettings.in(data));
    projects = reopened();
    anna = new TestingAuthentication(database).person("anna" + ++people);
  }

  private StoredProjects reopened() {
    return new StoredProjects(
        database, folders, Templates.load(), announced::add, Clock.systemUTC());
  }

  @Test
  void createdProjectsAreFoundAndListed() throws Exception {
    Project made = projects.create(anna, "blinky", "icebreaker-blinky");
    projects.create(anna, "a-2", null);
    assertThat(projects.find(made.ref())).contains(made);
    assertThat(projects.find(new ProjectRef(anna.name(), new Name("other")))).isEmpty();
    assertThat(projects.ownedBy(anna))
        .extracting(project -> project.name().value())
        .containsExactly("a-2", "blinky");
    assertThat(made.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(announced).hasSize(2);
    try (Repository repository = folders.open(made)) {
      assertThat(repository.getFullBranch()).isEqualTo("refs/heads/main");
      assertThat(repository.resolve(Constants.HEAD)).isNotNull();
    }
    new Git(folders.of(made)).ok("fsck", "--strict");
  }

  @Test
  void aProjectWithoutATemplateIsAnEmptyRepository() throws Exception {
    Project made = projects.create(anna, "empty", null);
    try (Repository repository = folders.open(made)) {
      assertThat(repository.resolve(Constants.HEAD)).isNull();
    }
  }

  @Test
  void namesAreUniqueForAnOwner() {
    projects.create(anna, "same", null);
    assertCode(() -> projects.create(anna, "same", null), ErrorCode.NAME_TAKEN);
    Person ben = new TestingAuthentication(database).person("ben" + ++people);
    projects.create(ben, "same", null);
  }

  @Test
  void oneOfManyAtOnceGetsTheName() throws Exception {
    int won = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Project>> attempts =
          Stream.generate(() -> threads.submit(() -> projects.create(anna, "race", null)))
              .limit(8)
              .toList();
      for (Future<Project> attempt : attempts) {
        try {
          attempt.get();
          won++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOfSatisfying(
                  JoyException.class,
                  cause -> assertThat(cause.code()).isEqualTo(ErrorCode.NAME_TAKEN));
        }
      }
    }
    assertThat(won).isEqualTo(1);
    assertThat(repositoriesOnDisk()).hasSize(1);
  }

  @Test
  void namesThatCantBeAddressesAreRefused() {
    assertCode(() -> projects.create(anna, "blinky.git", null), ErrorCode.BAD_REQUEST);
    assertCode(() -> projects.create(anna, "Blinky", null), ErrorCode.BAD_REQUEST);
    assertCode(() -> projects.create(anna, "../x", null), ErrorCode.BAD_REQUEST);
    assertCode(() -> projects.create(anna, "", null), ErrorCode.BAD_REQUEST);
    assertCode(() -> projects.create(anna, "push", null), ErrorCode.NAME_RESERVED);
    assertCode(() -> projects.create(anna, "ok", "no-such"), ErrorCode.NOT_FOUND);
    assertThat(projects.ownedBy(anna)).isEmpty();
  }

  @Test
  void aRepositoryThatCantBeMadeLeavesNoRow() throws Exception {
    Files.writeString(data.resolve("repositories"), "in the way");
    assertCode(() -> projects.create(anna, "blocked", null), ErrorCode.INTERNAL);
    Files.delete(data.resolve("repositories"));
    projects.create(anna, "blocked", null);
  }

  @Test
  void aCrashInBetweenIsNotSeenAndRepaired() throws Exception {
    ProjectRows rows = new ProjectRows(database);
    Project crashed =
        new Project(
            database.newId(),
            anna.id(),
            anna.name(),
            new Name("crashed"),
            Visibility.PRIVATE,
            null,
            Instant.now(),
            null);
    assertThat(rows.reserve(crashed)).isTrue();
    NewRepository.make(folders.of(crashed), anna, null);
    Project halfway =
        new Project(
            database.newId(),
            anna.id(),
            anna.name(),
            new Name("halfway"),
            Visibility.PRIVATE,
            null,
            Instant.now(),
            null);
    assertThat(rows.reserve(halfway)).isTrue();
    Files.createDirectories(data.resolve("repositories/" + halfway.id() + ".git.new/objects"));
    assertThat(projects.find(crashed.ref())).isEmpty();
    assertThat(projects.ownedBy(anna)).isEmpty();

    StoredProjects next = reopened();
    next.repair();
    assertThat(repositoriesOnDisk()).isEmpty();
    assertThat(next.create(anna, "crashed", null).name().value()).isEqualTo("crashed");
  }

  @Test
  void theTimeOfAPushIsKeptAndOnlyGoesForward() {
    Project made = projects.create(anna, "pushed", null);
    assertThat(made.pushed()).isNull();
    ProjectRows rows = new ProjectRows(database);
    Instant late = Instant.ofEpochMilli(2_000_000);
    rows.pushed(made.id(), late);
    rows.pushed(made.id(), late.minusSeconds(60));
    assertThat(projects.find(made.ref()).orElseThrow().pushed()).isEqualTo(late);
  }

  private List<Path> repositoriesOnDisk() throws Exception {
    try (Stream<Path> found = Files.list(data.resolve("repositories"))) {
      return found.toList();
    }
  }

  private static void assertCode(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(JoyException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
