package com.joyofhardware.master.account;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.Limits;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Keeps revocations in the database: a gateway that comes back, or a master that was restarted,
 * still has to refuse tickets that live.
 */
final class StoredRevocations implements Revocations {
  /** A ticket's life, the grace while the master is away, and some more. */
  static final Duration KEPT = Duration.ofMinutes(30);

  private final Database database;
  private final Clock clock;
  private final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();

  StoredRevocations(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Revoked> recent() {
    return database.read(jdbc ->
        jdbc.sql("SELECT kind, value, tickets_before FROM revocation WHERE created > :oldest")
            .param("oldest", clock.instant().minus(KEPT).toEpochMilli())
            .query((row, _) ->
                new Revoked(
                    RevokedKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    row.getString("value"),
                    row.getLong("tickets_before")))
            .list());
  }

  @Override
  public void subscribe(Consumer<Revoked> listener) {
    listeners.add(listener);
  }

  void revoke(RevokedKind kind, String value) {
    tell(write(kind, value));
  }

  /** For a transaction that writes more; {@link #tell} follows once that is through. */
  Revoked write(RevokedKind kind, String value) {
    long now = clock.millis();
    Revoked revoked = new Revoked(kind, value, now / 1000 + Limits.TICKET_SECONDS);
    database.write(jdbc -> {
      jdbc.sql("DELETE FROM revocation WHERE created <= :oldest")
          .param("oldest", now - KEPT.toMillis())
          .update();
      return jdbc.sql(
              "INSERT INTO revocation (id, kind, value, tickets_before, created)"
                  + " VALUES (:id, :kind, :value, :before, :now)")
          .param("id", database.newId())
          .param("kind", kind.name().toLowerCase(Locale.ROOT))
          .param("value", value)
          .param("before", revoked.before())
          .param("now", now)
          .update();
    });
    return revoked;
  }

  void tell(Revoked revoked) {
    listeners.forEach(listener -> listener.accept(revoked));
  }
}
