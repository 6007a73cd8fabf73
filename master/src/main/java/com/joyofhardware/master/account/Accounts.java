package com.joyofhardware.master.account;

import com.joyofhardware.master.database.Database;
import java.time.Clock;

/** Everything about accounts, put together. */
public record Accounts(
    People people,
    LogIns logIns,
    OwnPassword ownPassword,
    Tokens tokens,
    SetUp setUp,
    Operator operator,
    AuditLog audit,
    Authentication authentication,
    Revocations revocations,
    Grants grants,
    StoredPreferences preferences) {

  public static Accounts in(Database database) {
    return in(database, Clock.systemUTC());
  }

  static Accounts in(Database database, Clock clock) {
    Secrets secrets = new Secrets();
    Passwords passwords = new Passwords();
    AttemptLimit limit = new AttemptLimit(clock);
    AuditLog audit = new AuditLog(database, clock);
    StoredRevocations revocations = new StoredRevocations(database, clock);
    People people = new People(database, clock, passwords, audit, revocations);
    LogIns logIns = new LogIns(database, clock, secrets, passwords, limit, audit, revocations);
    Tokens tokens = new Tokens(database, clock, secrets, audit, revocations);
    Operator operator = new Operator(secrets);
    return new Accounts(
        people,
        logIns,
        new OwnPassword(database, passwords, limit, audit, revocations),
        tokens,
        new SetUp(database, clock, secrets, people, logIns, limit, audit),
        operator,
        audit,
        new StoredAuthentication(people, tokens, operator),
        revocations,
        new StoredGrants(database, clock),
        new StoredPreferences(database));
  }
}
