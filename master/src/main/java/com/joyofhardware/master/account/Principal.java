package com.joyofhardware.master.account;

import java.util.Set;

/**
 * Who asks, and on what ground.
 *
 * @param grant the log-in or token this stands on; what it opens ends when it is revoked
 * @param scopes what a token may do; {@code ALL} for a log-in
 */
public record Principal(Person person, String grant, Set<Scope> scopes) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(Scope.ALL) || scopes.contains(scope);
  }
}
