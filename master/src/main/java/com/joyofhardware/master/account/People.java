package com.joyofhardware.master.account;

import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/** Who has an account. */
public final class People {
  static final Duration FREED_NAME = Duration.ofDays(90);

  private final Database database;
  private final Clock clock;
  private final Passwords passwords;
  private final AuditLog audit;
  private final StoredRevocations revocations;

  People(
      Database database,
      Clock clock,
      Passwords passwords,
      AuditLog audit,
      StoredRevocations revocations) {
    this.database = database;
    this.clock = clock;
    this.passwords = passwords;
    this.audit = audit;
    this.revocations = revocations;
  }

  /** Someone to be added; without a password there is no log-in, only tokens. */
  public record NewPerson(
      String name, @Nullable String password, @Nullable String email, boolean admin) {
    @Override
    public String toString() {
      return "NewPerson[" + name + "]";
    }
  }

  /** A person and since when there is an account. */
  public record Account(Person person, Instant created) {}

  /** Someone who may be added: the name is well formed, the password good and hashed. */
  record Checked(Name name, @Nullable String hash, String email, boolean admin) {
    @Override
    public String toString() {
      return "Checked[" + name + "]";
    }
  }

  /**
   * Adds a person.
   *
   * @param by who adds
   * @throws JoyException BAD_REQUEST, NAME_RESERVED, NAME_TAKEN
   */
  public Person add(NewPerson wanted, Name by) {
    return add(check(wanted), by);
  }

  /** Apart from {@link #add(Checked, Name)}: hashing takes too long for a transaction. */
  Checked check(NewPerson wanted) {
    Name name = name(wanted.name());
    String password = wanted.password();
    if (password != null) {
      Passwords.check(password, name);
    }
    return new Checked(
        name,
        password == null ? null : passwords.hash(password),
        wanted.email() == null ? "" : wanted.email().strip(),
        wanted.admin());
  }

  Person add(Checked checked, Name by) {
    return database.write(_ -> {
      Person person = insert(checked);
      audit.add(Event.PERSON_ADDED, by, checked.name.value(), null);
      return person;
    });
  }

  private Person insert(Checked checked) {
    Name name = checked.name;
    Person person = new Person(database.newId(), name, name.value(), checked.email, checked.admin);
    int added =
        database.write(jdbc -> {
          requireFree(name);
          return jdbc.sql(
                  "INSERT INTO person"
                      + " (id, name, display_name, email, admin, password_hash, created)"
                      + " VALUES (:id, :name, :display, :email, :admin, :hash, :now)"
                      + " ON CONFLICT (name) DO NOTHING")
              .param("id", person.id())
              .param("name", name.value())
              .param("display", person.displayName())
              .param("email", person.email())
              .param("admin", person.admin() ? 1 : 0)
              .param("hash", checked.hash)
              .param("now", clock.millis())
              .update();
        });
    if (added == 0) {
      throw new JoyException(ErrorCode.NAME_TAKEN, "name: '" + name + "' is taken; choose another");
    }
    return person;
  }

  private void requireFree(Name name) {
    boolean freed =
        database.read(jdbc ->
            jdbc.sql(
                    "SELECT COUNT(*) FROM freed_name"
                        + " WHERE name = :name AND reserved_until > :now")
                .param("name", name.value())
                .param("now", clock.millis())
                .query(Long.class)
                .single())
            > 0;
    if (freed || ReservedNames.contains(name)) {
      throw new JoyException(
          ErrorCode.NAME_RESERVED, "name: '" + name + "' is reserved; choose another");
    }
  }

  private static Name name(String text) {
    try {
      return new Name(text);
    } catch (IllegalArgumentException e) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "name: " + e.getMessage(), e);
    }
  }

  public Optional<Person> find(Name name) {
    return database.read(jdbc ->
        jdbc.sql("SELECT " + PersonRows.COLUMNS + " FROM person p WHERE p.name = :name")
            .param("name", name.value())
            .query((row, _) -> PersonRows.read(row))
            .optional());
  }

  /** By name. */
  public List<Account> all() {
    return database.read(jdbc ->
        jdbc.sql("SELECT " + PersonRows.COLUMNS + ", p.created FROM person p ORDER BY p.name")
            .query((row, _) ->
                new Account(PersonRows.read(row), Instant.ofEpochMilli(row.getLong("created"))))
            .list());
  }

  boolean anyAdministrator() {
    return database.read(jdbc ->
        jdbc.sql("SELECT COUNT(*) FROM person WHERE admin = 1").query(Long.class).single())
        > 0;
  }

  /**
   * Removes a person and all of their log-ins and tokens; the name stays reserved for 90 days.
   *
   * @throws JoyException CONFLICT while something is theirs
   */
  public void remove(Person person, Name by) {
    Revoked revoked;
    try {
      revoked =
          database.write(jdbc -> {
            jdbc.sql("DELETE FROM person WHERE id = :id").param("id", person.id()).update();
            reserve(person.name());
            audit.add(Event.PERSON_REMOVED, by, person.name().value(), null);
            return revocations.write(RevokedKind.PERSON, person.name().value());
          });
    } catch (DataIntegrityViolationException e) {
      throw new JoyException(
          ErrorCode.CONFLICT,
          person.name() + " still has projects or sessions; delete those first",
          e);
    }
    revocations.tell(revoked);
  }

  private void reserve(Name name) {
    database.write(jdbc ->
        jdbc.sql(
                "INSERT INTO freed_name (name, reserved_until) VALUES (:name, :until)"
                    + " ON CONFLICT (name) DO UPDATE SET reserved_until = :until")
            .param("name", name.value())
            .param("until", clock.instant().plus(FREED_NAME).toEpochMilli())
            .update());
  }
}
