package com.joyofhardware.master.account;

import com.joyofhardware.protocol.Name;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads a person from the columns of table {@code person}, named p. */
final class PersonRows {
  static final String COLUMNS =
      "p.id AS person_id, p.name AS person_name, p.display_name, p.email, p.admin";

  private PersonRows() {}

  static Person read(ResultSet row) throws SQLException {
    return new Person(
        row.getLong("person_id"),
        new Name(row.getString("person_name")),
        row.getString("display_name"),
        row.getString("email"),
        row.getInt("admin") != 0);
  }
}
