package com.joyofhardware.master.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.AuditLog.Event;
import com.joyofhardware.master.account.LogIns.LogIn;
import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.account.Tokens.Created;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RevokedKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnBothDatabases
class AccountsTest {
  private static final String PASSWORD = "correct horse";
  private static final String HERE = "192.0.2.1";
  private static final Name BY = new Name("root");

  private final Database database;
  private final TestingClock clock = new TestingClock();
  private final Accounts accounts;
  private final List<Revoked> heard = new ArrayList<>();

  AccountsTest(Database database) {
    this.database = database;
    this.accounts = Accounts.in(database, clock);
    accounts.revocations().subscribe(heard::add);
  }

  @BeforeEach
  void empty() {
    database.write(jdbc -> {
      for (String table : List.of("person", "freed_name", "setup_code", "revocation", "audit")) {
        jdbc.sql("DELETE FROM " + table).update();
      }
      return null;
    });
  }

  private Person add(String name) {
    return accounts.people().add(new NewPerson(name, PASSWORD, null, false), BY);
  }

  private static void assertRefused(ErrorCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void theRightPasswordSignsInAndTheCookieIsKnown() {
    Person ada = add("ada");

    LogIn logIn = accounts.logIns().logIn("Ada ", PASSWORD, HERE);

    assertThat(logIn.principal().person()).isEqualTo(ada);
    assertThat(accounts.logIns().byCookie(logIn.secret()).orElseThrow().principal())
        .isEqualTo(logIn.principal());
    assertThat(accounts.logIns().byCookie(logIn.secret() + "x")).isEmpty();
  }

  @Test
  void wrongPasswordsAndUnknownNamesLookTheSame() {
    add("ada");
    accounts.people().add(new NewPerson("tokens-only", null, null, false), BY);
    List<String> messages = new ArrayList<>();
    for (String name : List.of("ada", "nobody", "tokens-only", "not a name", "")) {
      assertThatThrownBy(() -> accounts.logIns().logIn(name, "wrong password", HERE))
          .isInstanceOfSatisfying(
              JoyException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.WRONG_CREDENTIALS);
                messages.add(e.getMessage());
              });
    }
    assertThat(Set.copyOf(messages)).hasSize(1);
  }

  @Test
  void noSecretIsKeptInClear() {
    add("ada");
    LogIn logIn = accounts.logIns().logIn("ada", PASSWORD, HERE);
    Created token =
        accounts.tokens().create(logIn.principal().person(), "t", Set.of(Scope.ALL), null, BY);

    List<String> kept =
        database.read(jdbc ->
            jdbc.sql(
                    "SELECT secret FROM login UNION SELECT secret FROM token"
                        + " UNION SELECT password_hash FROM person")
                .query(String.class)
                .list());

    assertThat(kept).hasSize(3).doesNotContain(PASSWORD, logIn.secret(), token.secret());
    assertThat(kept).anyMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    assertThat(logIn.toString() + token).doesNotContain(logIn.secret(), token.secret());
  }

  @Test
  void logInsLive30DaysAfterTheLastUse() {
    add("ada");
    String secret = accounts.logIns().logIn("ada", PASSWORD, HERE).secret();
    for (int week = 0; week < 8; week++) {
      clock.advance(Duration.ofDays(7));
      assertThat(accounts.logIns().byCookie(secret).orElseThrow().slid()).isTrue();
      assertThat(accounts.logIns().byCookie(secret).orElseThrow().slid()).isFalse();
    }
    clock.advance(Duration.ofDays(30));
    assertThat(accounts.logIns().byCookie(secret)).isEmpty();
  }

  @Test
  void logOutEndsTheCookieAndTellsTheGateways() {
    add("ada");
    LogIn logIn = accounts.logIns().logIn("ada", PASSWORD, HERE);
    LogIn other = accounts.logIns().logIn("ada", PASSWORD, HERE);

    accounts.logIns().logOut(logIn.principal(), HERE);

    assertThat(accounts.logIns().byCookie(logIn.secret())).isEmpty();
    assertThat(accounts.logIns().byCookie(other.secret())).isPresent();
    assertThat(heard).extracting(Revoked::value).containsExactly(logIn.principal().grant());
    assertThat(accounts.revocations().recent()).isEqualTo(heard);
    clock.advance(StoredRevocations.KEPT.plusSeconds(1));
    assertThat(accounts.revocations().recent()).isEmpty();
  }

  @Test
  void attemptsAreLimitedPerAccountAndComeBack() {
    add("ada");
    for (int i = 0; i < 10; i++) {
      String address = "192.0.2." + i;
      assertRefused(
          ErrorCode.WRONG_CREDENTIALS, () -> accounts.logIns().logIn("ada", "wrong", address));
    }
    assertThatThrownBy(() -> accounts.logIns().logIn("ada", PASSWORD, "192.0.2.99"))
        .isInstanceOfSatisfying(
            TooManyAttempts.class,
            e -> {
              assertThat(e.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
              clock.advance(e.retryAfter());
            });
    assertThat(accounts.logIns().logIn("ada", PASSWORD, "192.0.2.99")).isNotNull();
  }

  @Test
  void rightPasswordsAreNotLimited() {
    add("ada");
    for (int i = 0; i < 15; i++) {
      accounts.logIns().logIn("ada", PASSWORD, HERE);
    }
  }

  @Test
  void tokensCarryTheirScopesAndEnd() {
    Person ada = add("ada");
    Created created =
        accounts.tokens().create(ada, "laptop", Set.of(Scope.GIT), Duration.ofHours(2), BY);

    assertThat(created.secret()).matches("joy_[A-Za-z0-9_-]{43}");
    Principal principal = accounts.authentication().byToken(created.secret()).orElseThrow();
    assertThat(principal.person()).isEqualTo(ada);
    assertThat(principal.may(Scope.GIT)).isTrue();
    assertThat(principal.may(Scope.API)).isFalse();
    assertThat(accounts.tokens().of(ada)).containsExactly(created.described());
    clock.advance(Duration.ofHours(2));
    assertThat(accounts.authentication().byToken(created.secret())).isEmpty();
    assertThat(accounts.tokens().of(ada)).isEmpty();
  }

  @Test
  void aRevokedTokenOpensNothingAndOnlyItsOwnerRevokesIt() {
    Person ada = add("ada");
    Person bob = add("bob");
    Created created = accounts.tokens().create(ada, "", Set.of(Scope.ALL), null, BY);
    String id = created.described().id();
    String grant = accounts.authentication().byToken(created.secret()).orElseThrow().grant();

    assertThat(accounts.tokens().revoke(bob, id, BY)).isFalse();
    assertThat(accounts.tokens().revoke(ada, "x", BY)).isFalse();
    assertThat(accounts.tokens().revoke(ada, id, BY)).isTrue();

    assertThat(accounts.authentication().byToken(created.secret())).isEmpty();
    assertThat(heard)
        .singleElement()
        .satisfies(revoked -> {
          assertThat(revoked.kind()).isEqualTo(RevokedKind.GRANT);
          assertThat(revoked.value()).isEqualTo(grant);
        });
  }

  @Test
  void aSessionsTokenOpensItsOwnProjectOnly() {
    Person ada = add("ada");
    ProjectRef blinky = ProjectRef.parse("ada/blinky");
    Authentication authentication = accounts.authentication();

    String token = authentication.mintForProject(ada, blinky, Duration.ofHours(1));

    assertThat(authentication.byTokenFor(token, blinky).orElseThrow().person()).isEqualTo(ada);
    assertThat(authentication.byTokenFor(token, ProjectRef.parse("ada/other"))).isEmpty();
    assertThat(authentication.byToken(token)).isEmpty();
    assertThat(accounts.tokens().of(ada)).isEmpty();
    assertThatThrownBy(
            () -> authentication.mintForProject(ada, blinky, Duration.ofHours(1).plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void badNamesAndPasswordsAreNamed() {
    add("ada");
    assertRefused(ErrorCode.NAME_TAKEN, () -> add("ada"));
    assertRefused(ErrorCode.NAME_RESERVED, () -> add("git"));
    for (String name : List.of("Ada", "a--b", "-a", "", "a".repeat(40), "a/b")) {
      assertThatThrownBy(() -> add(name)).hasMessageStartingWith("name: ");
    }
    for (String password : List.of("short", "long-name-1", "aaaaaaaaaaaaa", "x".repeat(2000))) {
      assertThatThrownBy(
              () -> accounts.people().add(new NewPerson("long-name-1", password, null, false), BY))
          .hasMessageStartingWith("password: ")
          .isInstanceOf(JoyException.class);
    }
  }

  @Test
  void aFreedNameStaysReservedFor90Days() {
    Person ada = add("ada");
    String cookie = accounts.logIns().logIn("ada", PASSWORD, HERE).secret();

    accounts.people().remove(ada, BY);

    assertThat(accounts.logIns().byCookie(cookie)).isEmpty();
    assertThat(heard).extracting(Revoked::kind).containsExactly(RevokedKind.PERSON);
    assertRefused(ErrorCode.NAME_RESERVED, () -> add("ada"));
    clock.advance(Duration.ofDays(90));
    accounts.people().remove(add("ada"), BY);
    assertRefused(ErrorCode.NAME_RESERVED, () -> add("ada"));
  }

  @Test
  void theSetUpCodeWorksOnceAndSurvivesARestart() {
    String code = accounts.setUp().code().orElseThrow();
    assertThat(Accounts.in(database, clock).setUp().code()).contains(code);
    NewPerson ada = new NewPerson("ada", PASSWORD, null, true);
    assertRefused(
        ErrorCode.WRONG_CREDENTIALS, () -> accounts.setUp().complete(code + "x", ada, HERE));
    assertRefused(
        ErrorCode.BAD_REQUEST,
        () -> accounts.setUp().complete(code, new NewPerson("ada", "short", null, true), HERE));

    LogIn logIn = accounts.setUp().complete(code, ada, HERE);

    assertThat(logIn.principal().person().admin()).isTrue();
    assertThat(accounts.setUp().code()).isEmpty();
    NewPerson eve = new NewPerson("eve", PASSWORD, null, true);
    assertRefused(ErrorCode.WRONG_CREDENTIALS, () -> accounts.setUp().complete(code, eve, HERE));
  }

  @Test
  void ofManyWhoUseTheCodeAtOnceOneWins() throws Exception {
    String code = accounts.setUp().code().orElseThrow();
    List<Future<LogIn>> attempts = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        NewPerson person = new NewPerson("admin-" + i, PASSWORD, null, true);
        attempts.add(threads.submit(() -> accounts.setUp().complete(code, person, HERE)));
      }
    }
    assertThat(attempts).filteredOn(a -> a.state() == Future.State.SUCCESS).hasSize(1);
    assertThat(accounts.people().all()).hasSize(1);
  }

  @Test
  void theAuditLogTellsWhatHappened() {
    Person ada = add("ada");
    assertRefused(ErrorCode.WRONG_CREDENTIALS, () -> accounts.logIns().logIn("ada", "wrong", HERE));
    clock.advance(Duration.ofSeconds(1));
    accounts.logIns().logIn("ada", PASSWORD, HERE);
    clock.advance(Duration.ofSeconds(1));
    accounts.tokens().create(ada, "", Set.of(Scope.ALL), null, ada.name());

    assertThat(accounts.audit().newest(2))
        .extracting(AuditLog.Entry::event)
        .containsExactly(Event.TOKEN_CREATED, Event.LOGGED_IN);
    assertThat(accounts.audit().newest(10))
        .extracting(AuditLog.Entry::event)
        .contains(Event.PERSON_ADDED, Event.LOG_IN_FAILED);
  }

  @Test
  void theOperatorsTokenLivesWithTheProcess() {
    String token = accounts.operator().token();

    assertThat(accounts.authentication().byToken(token).orElseThrow().person().admin()).isTrue();
    assertThat(Accounts.in(database, clock).authentication().byToken(token)).isEmpty();
    assertThat(ReservedNames.contains(Operator.PERSON.name())).isTrue();
  }
}
