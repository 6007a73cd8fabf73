package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.time.Instant;
import java.util.Optional;

/** A session as the database has it. */
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
    Instant created) {
  SessionRow with(SessionLife next) {
    return new SessionRow(
        id, personId, person, projectId, project, ref, wanted, number, next, notice, created);
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
        created);
  }
}
