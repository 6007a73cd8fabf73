package com.joyofhardware.master.account;

import com.joyofhardware.master.account.AttemptLimit.Counted;
import com.joyofhardware.master.account.AttemptLimit.Source;
import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.account.LogIns.LogIn;
import com.joyofhardware.master.account.People.Checked;
import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The first administrator, by a code that only who starts the master gets to see. */
public final class SetUp {
  private final Database database;
  private final Clock clock;
  private final Secrets secrets;
  private final People people;
  private final LogIns logIns;
  private final AttemptLimit limit;
  private final AuditLog audit;

  SetUp(
      Database database,
      Clock clock,
      Secrets secrets,
      People people,
      LogIns logIns,
      AttemptLimit limit,
      AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.secrets = secrets;
    this.people = people;
    this.logIns = logIns;
    this.limit = limit;
    this.audit = audit;
  }

  /**
   * The code to print at the start, the same until it is used; empty, and any old code void, once
   * there is an administrator.
   */
  public Optional<String> code() {
    return database.write(jdbc -> {
      if (people.anyAdministrator()) {
        jdbc.sql("DELETE FROM setup_code").update();
        return Optional.empty();
      }
      jdbc.sql(
              "INSERT INTO setup_code (id, code, created) VALUES (1, :code, :now)"
                  + " ON CONFLICT (id) DO NOTHING")
          .param("code", secrets.next())
          .param("now", clock.millis())
          .update();
      return stored();
    });
  }

  private Optional<String> stored() {
    return database.read(
        jdbc -> jdbc.sql("SELECT code FROM setup_code").query(String.class).optional());
  }

  /**
   * Makes the administrator and signs them in. The code is used up only if that works.
   *
   * @throws JoyException WRONG_CREDENTIALS for a code that is wrong or used; as {@link People#add}
   */
  public LogIn complete(String code, NewPerson administrator, String address) {
    List<Counted> counted = List.of(new Counted(Source.ADDRESS, address));
    limit.take(counted);
    if (stored().filter(right -> Secrets.same(right, code)).isEmpty()) {
      throw wrong();
    }
    limit.giveBack(counted);
    Checked checked = people.check(administrator);
    Person person =
        database.write(jdbc -> {
          // Of two at once the second finds no row: it waited for the first one's transaction.
          int used =
              jdbc.sql("DELETE FROM setup_code WHERE code = :code").param("code", code).update();
          if (used == 0) {
            throw wrong();
          }
          audit.add(Event.SET_UP, checked.name(), null, address);
          return people.add(checked, Operator.PERSON.name());
        });
    return logIns.start(person, address);
  }

  private static JoyException wrong() {
    return new JoyException(
        ErrorCode.WRONG_CREDENTIALS,
        "the set-up code is wrong or was used; sign in, or take the link that the server printed");
  }
}
