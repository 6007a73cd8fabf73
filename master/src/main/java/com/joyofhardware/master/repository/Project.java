package com.joyofhardware.master.repository;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository and its settings. Its id outlives a new name. */
public record Project(
    long id,
    long ownerId,
    Name owner,
    Name name,
    Visibility visibility,
    @Nullable String description,
    Instant created,
    @Nullable Instant pushed) {
  public ProjectRef ref() {
    return new ProjectRef(owner, name);
  }

  /**
   * Whether somebody may fetch from it.
   *
   * @param person null for a visitor who isn't signed in
   */
  public boolean mayBeReadBy(@Nullable Person person) {
    return visibility == Visibility.PUBLIC || (person != null && person.id() == ownerId);
  }

  public boolean mayBePushedBy(Person person) {
    return person.id() == ownerId;
  }
}
