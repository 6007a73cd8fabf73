package com.joyofhardware.master.account;

import com.joyofhardware.master.account.AttemptLimit.Counted;
import com.joyofhardware.master.account.AttemptLimit.Source;
import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in with a password, and the cookies that come of it. */
public final class LogIns {
  public static final Duration LIFETIME = Duration.ofDays(30);

  /** A use moves the end of a log-in at most this often: not each request writes. */
  private static final Duration SLIDE = Duration.ofHours(1);

  static final String GRANT = "login-";

  private final Database database;
  private final Clock clock;
  private final Secrets secrets;
  private final Passwords passwords;
  private final AttemptLimit limit;
  private final AuditLog audit;
  private final StoredRevocations revocations;

  LogIns(
      Database database,
      Clock clock,
      Secrets secrets,
      Passwords passwords,
      AttemptLimit limit,
      AuditLog audit,
      StoredRevocations revocations) {
    this.database = database;
    this.clock = clock;
    this.secrets = secrets;
    this.passwords = passwords;
    this.limit = limit;
    this.audit = audit;
    this.revocations = revocations;
  }

  /** A new log-in; the secret is the cookie's value and is told once. */
  public record LogIn(Principal principal, String secret) {
    @Override
    public String toString() {
      return "LogIn[" + principal + "]";
    }
  }

  /** A log-in that a cookie stands for; {@code slid} when the cookie's life should begin anew. */
  public record Seen(Principal principal, boolean slid) {}

  private record Known(Person person, @Nullable String hash) {}

  private record Stored(long id, Person person, long used) {}

  /**
   * Checks a password.
   *
   * @param address where it comes from
   * @throws JoyException WRONG_CREDENTIALS; {@link TooManyAttempts}
   */
  public LogIn logIn(String name, String password, String address) {
    String account = name.strip().toLowerCase(Locale.ROOT);
    List<Counted> counted =
        List.of(new Counted(Source.ACCOUNT, account), new Counted(Source.ADDRESS, address));
    limit.take(counted);
    Optional<Known> known = Name.isValid(account) ? known(account) : Optional.empty();
    boolean right = passwords.matches(password, known.map(Known::hash).orElse(null));
    if (known.isEmpty() || !right) {
      audit.add(Event.LOG_IN_FAILED, account, null, address);
      throw new JoyException(
          ErrorCode.WRONG_CREDENTIALS, "the name or the password is wrong; try again");
    }
    limit.giveBack(counted);
    return start(known.get().person(), address);
  }

  /** A log-in without a password, for who has just proved by other means who they are. */
  LogIn start(Person person, String address) {
    String secret = secrets.next();
    long id = database.newId();
    long now = clock.millis();
    database.write(jdbc -> {
      jdbc.sql("DELETE FROM login WHERE expires <= :now").param("now", now).update();
      audit.add(Event.LOGGED_IN, person.name(), null, address);
      return jdbc.sql(
              "INSERT INTO login (id, person_id, secret, created, used, expires)"
                  + " VALUES (:id, :person, :secret, :now, :now, :expires)")
          .param("id", id)
          .param("person", person.id())
          .param("secret", Secrets.hash(secret))
          .param("now", now)
          .param("expires", now + LIFETIME.toMillis())
          .update();
    });
    return new LogIn(principal(id, person), secret);
  }

  private Optional<Known> known(String name) {
    return database.read(jdbc ->
        jdbc.sql(
                "SELECT "
                    + PersonRows.COLUMNS
                    + ", p.password_hash FROM person p WHERE p.name = :name")
            .param("name", name)
            .query((row, _) -> new Known(PersonRows.read(row), row.getString("password_hash")))
            .optional());
  }

  /** Who a cookie stands for; empty when it is unknown or over. */
  public Optional<Seen> byCookie(String secret) {
    long now = clock.millis();
    return database
        .read(jdbc ->
            jdbc.sql(
                    "SELECT "
                        + PersonRows.COLUMNS
                        + ", l.id, l.used FROM login l JOIN person p ON p.id = l.person_id"
                        + " WHERE l.secret = :secret AND l.expires > :now")
                .param("secret", Secrets.hash(secret))
                .param("now", now)
                .query((row, _) ->
                    new Stored(row.getLong("id"), PersonRows.read(row), row.getLong("used")))
                .optional())
        .map(stored -> new Seen(principal(stored.id, stored.person), slide(stored, now)));
  }

  private boolean slide(Stored stored, long now) {
    if (now - stored.used < SLIDE.toMillis()) {
      return false;
    }
    database.write(jdbc ->
        jdbc.sql("UPDATE login SET used = :now, expires = :expires WHERE id = :id")
            .param("now", now)
            .param("expires", now + LIFETIME.toMillis())
            .param("id", stored.id)
            .update());
    return true;
  }

  /** Ends a log-in and cuts what it has open. Of a token it ends nothing. */
  public void logOut(Principal principal, String address) {
    if (!principal.grant().startsWith(GRANT)) {
      return;
    }
    long id = Long.parseLong(principal.grant().substring(GRANT.length()));
    Revoked revoked =
        database.write(jdbc -> {
          jdbc.sql("DELETE FROM login WHERE id = :id").param("id", id).update();
          audit.add(Event.LOGGED_OUT, principal.person().name(), null, address);
          return revocations.write(RevokedKind.GRANT, principal.grant());
        });
    revocations.tell(revoked);
  }

  private static Principal principal(long id, Person person) {
    return new Principal(person, GRANT + id, Set.of(Scope.ALL));
  }
}
