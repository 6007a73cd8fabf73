package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The projects people have. */
public interface Projects {
  /**
   * Makes a project with a repository, filled from a template if one is named.
   *
   * @throws com.joyofhardware.protocol.JoyException NAME_TAKEN, NAME_RESERVED, NOT_FOUND (template)
   */
  Project create(Person owner, String name, @Nullable String template);

  /**
   * Changes a project; what is null stays as it is. An empty description takes it away.
   *
   * @throws com.joyofhardware.protocol.JoyException BAD_REQUEST for a description that is too long
   */
  Project change(Project project, @Nullable Visibility visibility, @Nullable String description);

  List<Project> ownedBy(Person owner);

  Optional<Project> find(ProjectRef ref);

  List<Rest.Template> templates();
}
