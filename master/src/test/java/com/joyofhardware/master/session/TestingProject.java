package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Authentication;
import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.account.Principal;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.master.repository.Repositories;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One public project, with any branch, and people named p1, p2, … */
final class TestingProject implements Projects, Repositories, Authentication {
  static final String COMMIT = "c0ffee";
  static final String TREE = "as committed";
  static final ProjectRef REF = ProjectRef.parse("p1/blinky");

  private final Path folder;
  volatile @Nullable String broken;

  TestingProject(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("pack"), TREE);
    Files.writeString(folder.resolve("idx"), "idx");
    Files.writeString(folder.resolve("index"), "index");
  }

  static Person person(long id) {
    return new Person(id, new Name("p" + id), "P " + id, "p" + id + "@example.org", false);
  }

  @Override
  public Optional<Project> find(ProjectRef ref) {
    return ref.equals(REF)
        ? Optional.of(
            new Project(
                7, 1, REF.owner(), REF.name(), Visibility.PUBLIC, null, Instant.EPOCH, null))
        : Optional.empty();
  }

  @Override
  public Project change(
      Project project, @Nullable Visibility visibility, @Nullable String description) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Start start(Project project, @Nullable String branch, Person person, boolean mayPush) {
    String why = broken;
    if (why != null) {
      throw new JoyException(ErrorCode.REPOSITORY_BROKEN, why);
    }
    return new Start(branch == null ? "main" : branch, COMMIT, List.of(), null);
  }

  @Override
  public TreePack treePack(Project project, String commit) {
    return new TreePack(folder.resolve("pack"), folder.resolve("idx"), folder.resolve("index"));
  }

  @Override
  public List<Ref> refs(Project project) {
    return List.of(new Ref("refs/heads/main", COMMIT));
  }

  @Override
  public void writeHistory(Project project, OutputStream out) throws IOException {
    out.write('h');
  }

  @Override
  public String mintForProject(Person person, ProjectRef project, Duration lifetime) {
    return "secret";
  }

  @Override
  public Optional<Person> find(Name name) {
    return Optional.of(person(Long.parseLong(name.value().substring(1))));
  }

  @Override
  public Project create(Person owner, String name, @Nullable String template) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Project> ownedBy(Person owner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Rest.Template> templates() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Principal> byToken(String token) {
    return Optional.empty();
  }

  @Override
  public Optional<Principal> byTokenFor(String token, ProjectRef project) {
    return Optional.empty();
  }
}
