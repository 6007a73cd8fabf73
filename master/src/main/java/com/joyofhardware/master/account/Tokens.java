package com.joyofhardware.master.account;

import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people give to their programs in place of a password. */
public final class Tokens {
  static final String PREFIX = "joy_";
  static final Duration LONGEST_FOR_PROJECT = Duration.ofHours(1);

  static final String GRANT = "token-";
  private static final int LONGEST_NAME = 100;

  private final Database database;
  private final Clock clock;
  private final Secrets secrets;
  private final AuditLog audit;
  private final StoredRevocations revocations;

  Tokens(
      Database database,
      Clock clock,
      Secrets secrets,
      AuditLog audit,
      StoredRevocations revocations) {
    this.database = database;
    this.clock = clock;
    this.secrets = secrets;
    this.audit = audit;
    this.revocations = revocations;
  }

  /** A token without its secret; {@code expires} is null for one that lives until it is revoked. */
  public record Described(
      String id, String name, Set<Scope> scopes, Instant created, @Nullable Instant expires) {
    public Described {
      scopes = Set.copyOf(scopes);
    }
  }

  /** A new token; the secret is told once. */
  public record Created(Described described, String secret) {
    @Override
    public String toString() {
      return "Created[" + described + "]";
    }
  }

  /**
   * Makes a token for a person.
   *
   * @param scopes at least one
   * @param lifetime null for one that lives until it is revoked
   * @param by who makes it
   */
  public Created create(
      Person person, String name, Set<Scope> scopes, @Nullable Duration lifetime, Name by) {
    if (name.length() > LONGEST_NAME) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST, "name: use at most " + LONGEST_NAME + " characters");
    }
    if (lifetime != null && !lifetime.isPositive()) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "ttlSeconds: it must be positive");
    }
    return database.write(_ -> {
      Created created = insert(person, name, scopes, lifetime, null);
      audit.add(Event.TOKEN_CREATED, by, person.name() + " " + created.described.id, null);
      return created;
    });
  }

  /** Not in the audit log: the platform makes and renews these by itself for each session. */
  String mintForProject(Person person, ProjectRef project, Duration lifetime) {
    if (!lifetime.isPositive() || lifetime.compareTo(LONGEST_FOR_PROJECT) > 0) {
      throw new IllegalArgumentException("a session's token lives at most an hour: " + lifetime);
    }
    return insert(person, "session", Set.of(Scope.GIT), lifetime, project).secret;
  }

  private Created insert(
      Person person,
      String name,
      Set<Scope> scopes,
      @Nullable Duration lifetime,
      @Nullable ProjectRef project) {
    String secret = PREFIX + secrets.next();
    long id = database.newId();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant expires = lifetime == null ? null : now.plus(lifetime);
    database.write(jdbc -> {
      jdbc.sql("DELETE FROM token WHERE expires <= :now").param("now", now.toEpochMilli()).update();
      return jdbc.sql(
              "INSERT INTO token"
                  + " (id, person_id, secret, name, scopes, project, created, expires)"
                  + " VALUES"
                  + " (:id, :person, :secret, :name, :scopes, :project, :now, :expires)")
          .param("id", id)
          .param("person", person.id())
          .param("secret", Secrets.hash(secret))
          .param("name", name)
          .param("scopes", Scope.write(scopes))
          .param("project", project == null ? null : project.toString())
          .param("now", now.toEpochMilli())
          .param("expires", expires == null ? null : expires.toEpochMilli())
          .update();
    });
    return new Created(new Described(String.valueOf(id), name, scopes, now, expires), secret);
  }

  Optional<Principal> find(String secret, @Nullable ProjectRef project) {
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    // CAST: PostgreSQL can't tell the type of a parameter that is only compared with null.
    String condition = project == null ? "t.project IS NULL" : "t.project = CAST(:project AS TEXT)";
    return database.read(jdbc ->
        jdbc.sql(
                "SELECT "
                    + PersonRows.COLUMNS
                    + ", t.id, t.scopes FROM token t JOIN person p ON p.id = t.person_id"
                    + " WHERE t.secret = :secret AND (t.expires IS NULL OR t.expires > :now)"
                    + " AND "
                    + condition)
            .param("secret", Secrets.hash(secret))
            .param("now", clock.millis())
            .param("project", project == null ? null : project.toString())
            .query((row, _) ->
                new Principal(
                    PersonRows.read(row),
                    GRANT + row.getLong("id"),
                    Scope.read(row.getString("scopes"))))
            .optional());
  }

  /** The newest first, without those of sessions. */
  public List<Described> of(Person person) {
    return database.read(jdbc ->
        jdbc.sql(
                "SELECT id, name, scopes, created, expires FROM token"
                    + " WHERE person_id = :person AND project IS NULL"
                    + " AND (expires IS NULL OR expires > :now) ORDER BY created DESC, id")
            .param("person", person.id())
            .param("now", clock.millis())
            .query((row, _) -> described(row))
            .list());
  }

  private static Described described(ResultSet row) throws SQLException {
    long expires = row.getLong("expires");
    return new Described(
        String.valueOf(row.getLong("id")),
        row.getString("name"),
        Scope.read(row.getString("scopes")),
        Instant.ofEpochMilli(row.getLong("created")),
        expires == 0 ? null : Instant.ofEpochMilli(expires));
  }

  /** Ends a token of this person and cuts what it has open; false when there is no such token. */
  public boolean revoke(Person person, String id, Name by) {
    if (!id.matches("\\d{1,19}")) {
      return false;
    }
    Optional<Revoked> revoked =
        database.write(jdbc -> {
          int deleted =
              jdbc.sql(
                      "DELETE FROM token"
                          + " WHERE id = :id AND person_id = :person AND project IS NULL")
                  .param("id", Long.parseLong(id))
                  .param("person", person.id())
                  .update();
          if (deleted == 0) {
            return Optional.empty();
          }
          audit.add(Event.TOKEN_REVOKED, by, person.name() + " " + id, null);
          return Optional.of(revocations.write(RevokedKind.GRANT, GRANT + id));
        });
    revoked.ifPresent(revocations::tell);
    return revoked.isPresent();
  }
}
