package com.joyofhardware.master.database;

import java.sql.Connection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Binds a {@link JdbcClient} to the one connection of a transaction. */
final class Clients {
  private Clients() {}

  static JdbcClient on(Connection connection, SQLExceptionTranslator errors) {
    JdbcTemplate template = new JdbcTemplate();
    template.setDataSource(new SingleConnectionDataSource(connection, true));
    template.setExceptionTranslator(errors);
    return JdbcClient.create(template);
  }
}
