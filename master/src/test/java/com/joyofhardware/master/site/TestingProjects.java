package com.joyofhardware.master.site;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Projects;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Projects without repositories. */
final class TestingProjects implements Projects {
  private final Map<ProjectRef, Project> projects = new ConcurrentHashMap<>();

  @Override
  public Project create(Person owner, String name, String template) {
    if (template != null && templates().stream().noneMatch(one -> one.id().equals(template))) {
      throw new JoyException(ErrorCode.NOT_FOUND, "there is no template '" + template + "'");
    }
    Project project =
        new Project(
            projects.size() + 1L,
            owner.id(),
            owner.name(),
            new Name(name),
            Visibility.PRIVATE,
            null,
            Instant.EPOCH,
            null);
    if (projects.putIfAbsent(project.ref(), project) != null) {
      throw new JoyException(ErrorCode.NAME_TAKEN, "name: '" + name + "' is taken");
    }
    return project;
  }

  @Override
  public Project change(Project project, Visibility visibility, String description) {
    return projects.computeIfPresent(
        project.ref(),
        (_, old) ->
            new Project(
                old.id(),
                old.ownerId(),
                old.owner(),
                old.name(),
                visibility == null ? old.visibility() : visibility,
                description == null ? old.description() : description,
                old.created(),
                old.pushed()));
  }

  @Override
  public List<Project> ownedBy(Person owner) {
    return projects.values().stream().filter(p -> p.ownerId() == owner.id()).toList();
  }

  @Override
  public Optional<Project> find(ProjectRef ref) {
    return Optional.ofNullable(projects.get(ref));
  }

  @Override
  public List<Rest.Template> templates() {
    return List.of(new Rest.Template("icebreaker-blinky", "Blinky", "A light", "icebreaker"));
  }
}
