package com.joyofhardware.master.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.joyofhardware.master.account.People.NewPerson;
import com.joyofhardware.master.account.StoredPreferences.Condition;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.master.database.OnBothDatabases;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.rest.Preferences;
import com.joyofhardware.protocol.rest.Preferences.Preference;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnBothDatabases
class StoredPreferencesTest {
  private final Database database;
  private final Accounts accounts;
  private final StoredPreferences preferences;

  StoredPreferencesTest(Database database) {
    this.database = database;
    this.accounts = Accounts.in(database, new TestingClock());
    this.preferences = accounts.preferences();
  }

  @BeforeEach
  void empty() {
    database.write(jdbc -> jdbc.sql("DELETE FROM person").update());
  }

  private Person ada() {
    NewPerson ada = new NewPerson("ada", "correct horse", null, false);
    return accounts.people().add(ada, new Name("root"));
  }

  @Test
  void theLastTextIsFoundAndAStaleVersionIsRefused() {
    Person ada = ada();
    Preference first = preferences.put(ada, "user.a", "één", new Condition.Absent());
    preferences.put(ada, "user.a", "two", new Condition.Version(first.etag()));

    assertThat(preferences.startingWith(ada, List.of("user.")))
        .extracting(Preference::text)
        .containsExactly("two");
    assertThatThrownBy(
            () -> preferences.put(ada, "user.a", "three", new Condition.Version(first.etag())))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PREFERENCE_CHANGED));
  }

  @Test
  void aPersonKeepsABoundedNumber() {
    Person ada = ada();
    for (int i = 0; i < Preferences.MOST; i++) {
      preferences.put(ada, "layout." + i, "{}", new Condition.None());
    }
    preferences.put(ada, "layout.0", "[]", new Condition.None());
    assertThatThrownBy(() -> preferences.put(ada, "more", "{}", new Condition.None()))
        .isInstanceOfSatisfying(
            JoyException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA));
  }
}
