package com.joyofhardware.master.repository;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.rest.Rest.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of projects. */
final class ProjectRows {
  private static final String SELECT =
      """
      SELECT project.id, owner_id, person.name AS owner, project.name, visibility, description,
             project.created, pushed
      FROM project JOIN person ON person.id = owner_id
      WHERE ready = 1 AND (%s)
      """;

  private final Database database;

  ProjectRows(Database database) {
    this.database = database;
  }

  /** Holds the name with an unseen row; false when the owner has a project of that name. */
  boolean reserve(Project project) {
    return database.write(jdbc ->
        jdbc.sql(
                """
                INSERT INTO project
                  (id, owner_id, name, visibility, description, ready, created)
                VALUES (:id, :owner, :name, :visibility, :description, 0, :created)
                ON CONFLICT (owner_id, name) DO NOTHING
                """)
            .param("id", project.id())
            .param("owner", project.ownerId())
            .param("name", project.name().value())
            .param("visibility", project.visibility().name().toLowerCase(Locale.ROOT))
            .param("description", project.description())
            .param("created", project.created().toEpochMilli())
            .update())
        == 1;
  }

  void show(long id) {
    database.write(
        jdbc -> jdbc.sql("UPDATE project SET ready = 1 WHERE id = :id").param("id", id).update());
  }

  void change(long id, Visibility visibility, @Nullable String description) {
    database.write(jdbc ->
        jdbc.sql(
                "UPDATE project SET visibility = :visibility, description = :description"
                    + " WHERE id = :id")
            .param("id", id)
            .param("visibility", visibility.name().toLowerCase(Locale.ROOT))
            .param("description", description)
            .update());
  }

  void remove(long id) {
    database.write(jdbc ->
        jdbc.sql("DELETE FROM project WHERE id = :id AND ready = 0").param("id", id).update());
  }

  List<Long> unfinished() {
    return database.read(
        jdbc -> jdbc.sql("SELECT id FROM project WHERE ready = 0").query(Long.class).list());
  }

  /** Times only go forward: of two pushes at once the later one stays. */
  void pushed(long id, Instant when) {
    database.write(jdbc ->
        jdbc.sql(
                """
                UPDATE project SET pushed = :when
                WHERE id = :id AND (pushed IS NULL OR pushed < :when)
                """)
            .param("id", id)
            .param("when", when.toEpochMilli())
            .update());
  }

  List<Project> ownedBy(long ownerId) {
    return database.read(jdbc ->
        jdbc.sql(SELECT.formatted("owner_id = :owner") + " ORDER BY project.name")
            .param("owner", ownerId)
            .query(ProjectRows::project)
            .list());
  }

  Optional<Project> find(ProjectRef ref) {
    return database.read(jdbc ->
        jdbc.sql(SELECT.formatted("person.name = :owner AND project.name = :name"))
            .param("owner", ref.owner().value())
            .param("name", ref.name().value())
            .query(ProjectRows::project)
            .optional());
  }

  private static Project project(ResultSet row, int number) throws SQLException {
    return new Project(
        row.getLong("id"),
        row.getLong("owner_id"),
        new Name(row.getString("owner")),
        new Name(row.getString("name")),
        Visibility.valueOf(row.getString("visibility").toUpperCase(Locale.ROOT)),
        row.getString("description"),
        Instant.ofEpochMilli(row.getLong("created")),
        instant(row, "pushed"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
