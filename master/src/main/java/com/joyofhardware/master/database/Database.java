package com.joyofhardware.master.database;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The master's database: SQLite in the data folder, or PostgreSQL.
 *
 * <p>SQL is written once for both: {@code TEXT}, {@code BIGINT}, {@code INTEGER}; ids from {@link
 * #newId}; times as milliseconds since 1970. Transactions are serial on SQLite, but READ COMMITTED
 * on PostgreSQL: what must not happen twice is guarded by a unique constraint ({@code ON CONFLICT
 * DO NOTHING} and the row count; a failed statement ends the transaction on PostgreSQL) or by the
 * condition of an {@code UPDATE}, never by an earlier {@code SELECT}.
 */
public final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 8;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Transactions transactions;
  private final SecureRandom random = new SecureRandom();
  private final ScopedValue<Running> running = ScopedValue.newInstance();

  private record Running(JdbcClient jdbc, boolean mayWrite) {}

  private Database(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The SQLite file, made when it is missing, readable by its owner alone; migrated. */
  public static Database sqlite(Path file) {
    SqliteFile sqlite = SqliteFile.prepare(file);
    Migrations.apply(sqlite.dataSource());
    return new Database(SqliteTransactions.open(sqlite));
  }

  /**
   * A PostgreSQL database, migrated.
   *
   * @param url {@code postgresql://user:password@host:port/database?…}, or the same as {@code
   *     jdbc:postgresql:…}
   */
  public static Database postgresql(String url) {
    PostgresUrl postgres = PostgresUrl.parse(url);
    Migrations.apply(postgres.dataSource());
    return new Database(PostgresTransactions.open(postgres));
  }

  public Dialect dialect() {
    return transactions.dialect();
  }

  /** A random positive id: two masters and a restored backup never make the same one. */
  public long newId() {
    return (random.nextLong() >>> 1) | 1;
  }

  /** Reads one consistent state. Inside a {@link #write} it sees what that has written. */
  public <T extends @Nullable Object> T read(Work<T> work) {
    return running.isBound()
        ? work.run(running.get().jdbc)
        : transactions.read(jdbc -> within(new Running(jdbc, false), work));
  }

  /**
   * Writes in one transaction: all of it, durably, or nothing. A transaction that lost against
   * another is run again; inside another write the work joins that one.
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    if (running.isBound()) {
      Running outer = running.get();
      if (!outer.mayWrite) {
        throw new IllegalStateException("a write can't start inside a read; start it outside");
      }
      return work.run(outer.jdbc);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.write(jdbc -> within(new Running(jdbc, true), work));
      } catch (TransientDataAccessException e) {
        // Only what was certainly rolled back is transient: busy, deadlock, serialization.
        if (attempt == ATTEMPTS) {
          throw e;
        }
        long pause = FIRST_PAUSE_NANOS << attempt;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
      }
    }
  }

  private <T extends @Nullable Object> T within(Running transaction, Work<T> work) {
    return ScopedValue.where(running, transaction).call(() -> work.run(transaction.jdbc));
  }

  @Override
  public void close() {
    transactions.close();
  }
}
