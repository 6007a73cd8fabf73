package com.joyofhardware.master.repository;

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
}
