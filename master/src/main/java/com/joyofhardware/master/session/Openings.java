package com.joyofhardware.master.session;

import com.joyofhardware.master.account.Person;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;

/** Finds the person and the project behind a session's row. */
final class Openings {
  private final Neighbours neighbours;

  Openings(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /**
   * Who has what open.
   *
   * @throws JoyException NOT_FOUND when one of them is gone
   */
  Personalising.Opening of(SessionRow row) {
    Project project =
        neighbours
            .projects()
            .find(row.project())
            .orElseThrow(() ->
                new JoyException(
                    ErrorCode.NOT_FOUND, "project " + row.project() + " is not there any more"));
    Person person =
        neighbours
            .authentication()
            .find(row.person())
            .orElseThrow(() ->
                new JoyException(ErrorCode.NOT_FOUND, "the account " + row.person() + " is gone"));
    return new Personalising.Opening(row, person, project, null, null);
  }
}
