package com.joyofhardware.master.session;

import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as the database has it.
 *
 * @param number its place in the queue
 * @param notice what the person should know
 * @param whole its agent has the project's history
 */
record SessionRow(
    SessionId id,
    long personId,
    Name person,
    long projectId,
    ProjectRef project,
    String ref,
    WantedSize wanted,
    long number,
    SessionLife life,
    Optional<String> notice,
    boolean whole,
    Instant created) {
  SessionRow with(SessionLife next) {
    return with(next, notice, whole);
  }

  SessionRow with(SessionLife next, Optional<String> told, boolean hasHistory) {
    return new SessionRow(
        id,
        personId,
        person,
        projectId,
        project,
        ref,
        wanted,
        number,
        next,
        told,
        hasHistory,
        created);
  }

  SessionRow queued(long place) {
    return new SessionRow(
        id,
        personId,
        person,
        projectId,
        project,
        ref,
        wanted,
        place,
        new SessionLife.Queued(place),
        notice,
        false,
        created);
  }

  boolean holds(ContainerId container) {
    return life.holds().map(held -> held.container().equals(container)).orElse(false);
  }
}
