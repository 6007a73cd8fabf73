package com.joyofhardware.master.account;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.Name;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who did what to accounts, and from where. Rows are only ever added. */
public final class AuditLog {
  private static final int LONGEST = 200;

  private final Database database;
  private final Clock clock;

  AuditLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What can be in the log. */
  public enum Event {
    LOGGED_IN,
    LOG_IN_FAILED,
    LOGGED_OUT,
    TOKEN_CREATED,
    TOKEN_REVOKED,
    PASSWORD_CHANGED,
    PERSON_ADDED,
    PERSON_REMOVED,
    SET_UP
  }

  /**
   * One thing that happened.
   *
   * @param person who did it, as far as it is known
   * @param subject whom or what it was done to
   */
  public record Entry(
      Instant at,
      Event event,
      @Nullable String person,
      @Nullable String subject,
      @Nullable String address) {}

  /** Inside a transaction the row is written with it, or not at all. */
  void add(
      Event event, @Nullable String person, @Nullable String subject, @Nullable String address) {
    database.write(jdbc ->
        jdbc.sql(
                "INSERT INTO audit (id, at, event, person, subject, address)"
                    + " VALUES (:id, :at, :event, :person, :subject, :address)")
            .param("id", database.newId())
            .param("at", clock.millis())
            .param("event", event.name().toLowerCase(Locale.ROOT))
            .param("person", cut(person))
            .param("subject", cut(subject))
            .param("address", cut(address))
            .update());
  }

  void add(Event event, Name person, @Nullable String subject, @Nullable String address) {
    add(event, person.value(), subject, address);
  }

  /** The newest entries first. */
  public List<Entry> newest(int count) {
    return database.read(jdbc ->
        jdbc.sql(
                "SELECT at, event, person, subject, address FROM audit"
                    + " ORDER BY at DESC, id DESC LIMIT :count")
            .param("count", count)
            .query((row, _) ->
                new Entry(
                    Instant.ofEpochMilli(row.getLong("at")),
                    Event.valueOf(row.getString("event").toUpperCase(Locale.ROOT)),
                    row.getString("person"),
                    row.getString("subject"),
                    row.getString("address")))
            .list());
  }

  /** What somebody typed as a name can be anything. */
  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
