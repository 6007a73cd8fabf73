package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.repository.Templates.Template;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Projects as rows, each with a repository folder. A row is made first, unseen, to hold the name;
 * then the repository; then the row is shown. A crash in between leaves an unseen row, which {@link
 * #repair} removes with whatever folder it has.
 */
final class StoredProjects implements Projects {
  private static final int LONGEST_DESCRIPTION = 200;

  private final ProjectRows rows;
  private final Database database;
  private final RepositoryFolders folders;
  private final Templates templates;
  private final Consumer<Project> created;
  private final Clock clock;

  StoredProjects(
      Database database,
      RepositoryFolders folders,
      Templates templates,
      Consumer<Project> created,
      Clock clock) {
    this.rows = new ProjectRows(database);
    this.database = database;
    this.folders = folders;
    this.templates = templates;
    this.created = created;
    this.clock = clock;
  }

  @Override
  public Project create(Person owner, String name, @Nullable String templateId) {
    Name checked = ProjectNames.check(name);
    Template template = templateId == null ? null : templates.require(templateId);
    Project project =
        new Project(
            database.newId(),
            owner.id(),
            owner.name(),
            checked,
            Visibility.PRIVATE,
            template == null ? null : template.description().title(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            null);
    if (!rows.reserve(project)) {
      throw new JoyException(
          ErrorCode.NAME_TAKEN,
          "you already have a project '" + name + "'; choose another name, or open that one");
    }
    try {
      NewRepository.make(folders.of(project), owner, template);
      rows.show(project.id());
    } catch (IOException | RuntimeException e) {
      undo(project, e);
      throw new JoyException(
          ErrorCode.INTERNAL,
          "the repository of '" + name + "' couldn't be made; nothing was kept, try again",
          e);
    }
    created.accept(project);
    return project;
  }

  private void undo(Project project, Exception cause) {
    try {
      if (rows.unfinished().contains(project.id())) { // else only the answer of show() got lost
        NewRepository.discard(folders.of(project));
        rows.remove(project.id());
      }
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e); // the row stays unseen, and repair() removes it at the next start
    }
  }

  /** Removes what a crash left of projects that were being made; before anyone makes one. */
  void repair() {
    for (long id : rows.unfinished()) {
      try {
        NewRepository.discard(folders.of(id));
      } catch (IOException e) {
        throw new UncheckedIOException("can't remove a half-made repository", e);
      }
      rows.remove(id);
    }
  }

  void pushed(Project project) {
    rows.pushed(project.id(), clock.instant());
  }

  @Override
  public Project change(
      Project project, @Nullable Visibility visibility, @Nullable String description) {
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "description: it has "
              + description.length()
              + " characters; use at most "
              + LONGEST_DESCRIPTION);
    }
    rows.change(
        project.id(),
        visibility == null ? project.visibility() : visibility,
        description == null ? project.description() : blankToNull(description));
    return rows.find(project.ref())
        .orElseThrow(() -> new JoyException(ErrorCode.NOT_FOUND, "the project is gone"));
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text.strip();
  }

  @Override
  public List<Project> ownedBy(Person owner) {
    return rows.ownedBy(owner.id());
  }

  @Override
  public Optional<Project> find(ProjectRef ref) {
    return rows.find(ref);
  }

  @Override
  public List<Rest.Template> templates() {
    return templates.descriptions();
  }
}
