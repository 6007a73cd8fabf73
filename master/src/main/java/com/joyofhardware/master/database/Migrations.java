package com.joyofhardware.master.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the newest schema; {@code db/migration} holds one text for both kinds. */
final class Migrations {
  private Migrations() {}

  static void apply(DataSource dataSource) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }
}
