package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import java.time.Duration;
import java.util.Optional;

/** Asks the tokens; each time, so that a revoked one opens nothing a moment later. */
record StoredAuthentication(People people, Tokens tokens, Operator operator)
    implements Authentication {
  @Override
  public Optional<Principal> byToken(String token) {
    return operator.byToken(token).or(() -> tokens.find(token, null));
  }

  @Override
  public Optional<Principal> byTokenFor(String token, ProjectRef project) {
    return tokens.find(token, project);
  }

  @Override
  public String mintForProject(Person person, ProjectRef project, Duration lifetime) {
    return tokens.mintForProject(person, project, lifetime);
  }

  @Override
  public Optional<Person> find(Name name) {
    return people.find(name);
  }
}
