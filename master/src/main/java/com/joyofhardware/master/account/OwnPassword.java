package com.joyofhardware.master.account;

import com.joyofhardware.master.account.AttemptLimit.Counted;
import com.joyofhardware.master.account.AttemptLimit.Source;
import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person's own change of their password. */
public final class OwnPassword {
  private final Database database;
  private final Passwords passwords;
  private final AttemptLimit limit;
  private final AuditLog audit;
  private final StoredRevocations revocations;

  OwnPassword(
      Database database,
      Passwords passwords,
      AttemptLimit limit,
      AuditLog audit,
      StoredRevocations revocations) {
    this.database = database;
    this.passwords = passwords;
    this.limit = limit;
    this.audit = audit;
    this.revocations = revocations;
  }

  /**
   * Takes a new password for the old one. All log-ins but the one that asks end, as whoever knew
   * the old password may have made them; tokens stay.
   *
   * @throws JoyException WRONG_CREDENTIALS, BAD_REQUEST; {@link TooManyAttempts}
   */
  public void change(Principal principal, String current, String wanted, String address) {
    Person person = principal.person();
    List<Counted> counted =
        List.of(
            new Counted(Source.ACCOUNT, person.name().value()),
            new Counted(Source.ADDRESS, address));
    limit.take(counted);
    if (!passwords.matches(current, hash(person))) {
      audit.add(Event.LOG_IN_FAILED, person.name(), null, address);
      throw new JoyException(
          ErrorCode.WRONG_CREDENTIALS, "your present password is another; try again");
    }
    limit.giveBack(counted);
    Passwords.check(wanted, person.name());
    String hash = passwords.hash(wanted);
    List<Revoked> ended =
        database.write(jdbc -> {
          jdbc.sql("UPDATE person SET password_hash = :hash WHERE id = :id")
              .param("hash", hash)
              .param("id", person.id())
              .update();
          audit.add(Event.PASSWORD_CHANGED, person.name(), null, address);
          return endOthers(principal);
        });
    ended.forEach(revocations::tell);
  }

  private List<Revoked> endOthers(Principal principal) {
    List<Long> others =
        database.read(jdbc ->
            jdbc.sql("SELECT id FROM login WHERE person_id = :person")
                .param("person", principal.person().id())
                .query(Long.class)
                .list());
    return others.stream()
        .filter(id -> !principal.grant().equals(LogIns.GRANT + id))
        .map(this::end)
        .toList();
  }

  private Revoked end(long logIn) {
    database.write(
        jdbc -> jdbc.sql("DELETE FROM login WHERE id = :id").param("id", logIn).update());
    return revocations.write(RevokedKind.GRANT, LogIns.GRANT + logIn);
  }

  private @Nullable String hash(Person person) {
    return database
        .read(jdbc ->
            jdbc.sql("SELECT password_hash FROM person WHERE id = :id")
                .param("id", person.id())
                .query((row, _) -> Optional.ofNullable(row.getString("password_hash")))
                .single())
        .orElse(null);
  }
}
