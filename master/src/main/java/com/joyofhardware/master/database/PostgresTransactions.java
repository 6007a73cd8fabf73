package com.joyofhardware.master.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** A pool of connections that read and write. */
final class PostgresTransactions implements Transactions {
  private static final int CONNECTIONS = 10;
  private static final SQLStateSQLExceptionTranslator ERRORS = new SQLStateSQLExceptionTranslator();

  private final HikariDataSource pool;

  private PostgresTransactions(HikariDataSource pool) {
    this.pool = pool;
  }

  static PostgresTransactions open(PostgresUrl url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgresql");
    config.setDataSource(url.dataSource());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    return new PostgresTransactions(new HikariDataSource(config));
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    return transact("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    return transact(null, work);
  }

  private <T extends @Nullable Object> T transact(@Nullable String first, Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      try {
        if (first != null) {
          try (Statement statement = connection.createStatement()) {
            statement.execute(first);
          }
        }
        T result = work.run(Clients.on(connection, ERRORS));
        connection.commit();
        return result;
      } catch (Throwable e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw translated("transaction", e);
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static DataAccessException translated(String task, SQLException e) {
    DataAccessException known = ERRORS.translate(task, null, e);
    return known != null ? known : new UncategorizedSQLException(task, null, e);
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public void close() {
    pool.close();
  }
}
