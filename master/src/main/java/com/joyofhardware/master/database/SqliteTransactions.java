package com.joyofhardware.master.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One connection writes, several read. SQLite has one writer at a time anyway: waiting for the lock
 * here is fair and cheap, where waiting for SQLite's polls.
 */
final class SqliteTransactions implements Transactions {
  private static final int READERS = 4;

  private final ReentrantLock writing = new ReentrantLock(true);
  private final Connection writer;
  private final JdbcClient writerClient;
  private final HikariDataSource readers;

  private SqliteTransactions(Connection writer, HikariDataSource readers) {
    this.writer = writer;
    this.writerClient = Clients.on(writer, new SqliteErrors());
    this.readers = readers;
  }

  static SqliteTransactions open(SqliteFile file) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sqlite-readers");
    config.setDataSource(file.dataSource());
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    config.setConnectionInitSql("PRAGMA query_only = 1");
    try {
      return new SqliteTransactions(
          file.dataSource().getConnection(), new HikariDataSource(config));
    } catch (SQLException e) {
      throw new SqliteErrors().required("open " + file.path(), e);
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    try (Connection connection = readers.getConnection()) {
      return transact(connection, "BEGIN", Clients.on(connection, new SqliteErrors()), work);
    } catch (SQLException e) {
      throw new SqliteErrors().required("connect", e);
    }
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    writing.lock();
    try {
      return transact(writer, "BEGIN IMMEDIATE", writerClient, work);
    } finally {
      writing.unlock();
    }
  }

  /** The texts are sent as they are: the driver's own transactions begin anew at each commit. */
  private static <T extends @Nullable Object> T transact(
      Connection connection, String begin, JdbcClient client, Work<T> work) {
    execute(connection, begin);
    T result;
    try {
      result = work.run(client);
      execute(connection, "COMMIT");
    } catch (Throwable e) {
      rollBack(connection, e);
      throw e;
    }
    return result;
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite itself rolls back after some errors (disk full, I/O); then there is nothing to do.
      cause.addSuppressed(e);
    }
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new SqliteErrors().required(sql, e);
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  /** Waits for the write that runs; the last connection to close folds the journal in. */
  @Override
  public void close() {
    writing.lock();
    try {
      readers.close();
      writer.close();
    } catch (SQLException e) {
      throw new SqliteErrors().required("close", e);
    } finally {
      writing.unlock();
    }
  }
}
