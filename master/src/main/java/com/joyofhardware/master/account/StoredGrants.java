package com.joyofhardware.master.account;

import com.joyofhardware.master.database.Database;
import java.time.InstantSource;
import java.util.Optional;

/** Looks in the database, each time. */
record StoredGrants(Database database, InstantSource clock) implements Grants {
  @Override
  public boolean stands(String grant) {
    return id(grant, LogIns.GRANT)
        .map(id -> count("SELECT count(*) FROM login WHERE id = :id AND expires > :now", id))
        .or(() ->
            id(grant, Tokens.GRANT)
                .map(id ->
                    count(
                        "SELECT count(*) FROM token"
                            + " WHERE id = :id AND (expires IS NULL OR expires > :now)",
                        id)))
        .orElse(false);
  }

  private static Optional<Long> id(String grant, String prefix) {
    return grant.matches(prefix + "\\d{1,19}")
        ? Optional.of(Long.parseLong(grant.substring(prefix.length())))
        : Optional.empty();
  }

  private boolean count(String query, long id) {
    return database.read(jdbc ->
        jdbc.sql(query).param("id", id).param("now", clock.millis()).query(Integer.class).single())
        > 0;
  }
}
