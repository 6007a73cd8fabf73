package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import java.time.Duration;
import java.util.Optional;

/** Says who somebody is. Wrong and unknown look the same, and take the same time. */
public interface Authentication {
  /**
   * A token as a person sent it; empty when it is unknown, expired or revoked, and for one that is
   * bound to a project.
   */
  Optional<Principal> byToken(String token);

  /**
   * Who stands behind a token that is bound to this project (see {@link #mintForProject}); empty
   * for every other token.
   */
  Optional<Principal> byTokenFor(String token, ProjectRef project);

  /**
   * A token that opens the git repository of one project and nothing else, for a session's
   * container. {@link #byToken} doesn't know it.
   *
   * @param lifetime at most an hour
   */
  String mintForProject(Person person, ProjectRef project, Duration lifetime);

  Optional<Person> find(Name name);
}
