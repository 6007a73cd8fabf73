package com.joyofhardware.master.account;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.rest.Preferences;
import com.joyofhardware.protocol.rest.Preferences.Preference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people set in the editor. The server keeps the text and never reads it. */
public final class StoredPreferences {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:~-]*");
  private static final String COLUMNS = "SELECT name, version, content FROM preference";

  private final Database database;

  StoredPreferences(Database database) {
    this.database = database;
  }

  /** What a write asks of what is there. */
  public sealed interface Condition {
    /** Nothing. */
    record None() implements Condition {}

    /** That it isn't there yet. */
    record Absent() implements Condition {}

    /** That it is of this version. */
    record Version(String version) implements Condition {}
  }

  /**
   * Keeps a text.
   *
   * @throws JoyException when the key or the text is out of bounds, the person has too many, or the
   *     condition doesn't hold
   */
  public Preference put(Person person, String key, String text, Condition condition) {
    requireKey(key);
    requireText(text);
    String version = Secrets.hash(text);
    return database.write(jdbc -> {
      Optional<Preference> there = find(person, key);
      requireCondition(key, there.orElse(null), condition);
      if (there.isEmpty() && count(person) >= Preferences.MOST) {
        throw new JoyException(
            ErrorCode.QUOTA, Preferences.MOST + " preferences are kept already; delete some");
      }
      jdbc.sql(
              "INSERT INTO preference (person_id, name, version, content)"
                  + " VALUES (:person, :name, :version, :content)"
                  + " ON CONFLICT (person_id, name)"
                  + " DO UPDATE SET version = excluded.version, content = excluded.content")
          .param("person", person.id())
          .param("name", key)
          .param("version", version)
          .param("content", text)
          .update();
      return new Preference(key, version, text);
    });
  }

  public Optional<Preference> find(Person person, String key) {
    return database.read(jdbc ->
        jdbc.sql(COLUMNS + " WHERE person_id = :person AND name = :name")
            .param("person", person.id())
            .param("name", key)
            .query((row, _) -> new Preference(row.getString(1), row.getString(2), row.getString(3)))
            .optional());
  }

  /** Those whose key begins with one of the prefixes, by key. */
  public List<Preference> startingWith(Person person, List<String> prefixes) {
    return database
        .read(jdbc ->
            jdbc.sql("SELECT name FROM preference WHERE person_id = :person ORDER BY name")
                .param("person", person.id())
                .query(String.class)
                .list())
        .stream()
        .filter(key -> prefixes.stream().anyMatch(key::startsWith))
        .flatMap(key -> find(person, key).stream())
        .toList();
  }

  /** False when there is none. */
  public boolean delete(Person person, String key) {
    return database.write(jdbc ->
        jdbc.sql("DELETE FROM preference WHERE person_id = :person AND name = :name")
                .param("person", person.id())
                .param("name", key)
                .update()
            > 0);
  }

  private long count(Person person) {
    return database.read(jdbc ->
        jdbc.sql("SELECT COUNT(*) FROM preference WHERE person_id = :person")
            .param("person", person.id())
            .query(Long.class)
            .single());
  }

  private static void requireKey(String key) {
    if (key.length() > Preferences.LONGEST_KEY || !KEY.matcher(key).matches()) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "key: use at most %d letters, digits and . _ : ~ -, a letter or digit first"
              .formatted(Preferences.LONGEST_KEY));
    }
  }

  private static void requireText(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > Preferences.LARGEST) {
      throw new JoyException(
          ErrorCode.TOO_LARGE, "a preference has at most " + Preferences.LARGEST + " bytes");
    }
    if (text.indexOf('\0') >= 0) { // PostgreSQL's text can't hold it
      throw new JoyException(ErrorCode.BAD_REQUEST, "the text has a NUL character; remove it");
    }
  }

  private static void requireCondition(
      String key, @Nullable Preference there, Condition condition) {
    boolean holds =
        switch (condition) {
          case Condition.None _ -> true;
          case Condition.Absent _ -> there == null;
          case Condition.Version(String version) -> there != null && there.etag().equals(version);
        };
    if (!holds) {
      throw new JoyException(
          ErrorCode.PREFERENCE_CHANGED,
          "preference '" + key + "' was changed elsewhere meanwhile; read it again");
    }
  }
}
