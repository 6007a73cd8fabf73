package com.joyofhardware.master.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes, as Spring's exceptions; its driver sets no SQL states. */
final class SqliteErrors implements SQLExceptionTranslator {
  private static final int PRIMARY_CODE = 0xff;

  @Override
  public DataAccessException translate(String task, @Nullable String sql, SQLException e) {
    if (!(e instanceof SQLiteException failure)) {
      return new UncategorizedSQLException(task, sql, e);
    }
    String what = task + ": " + e.getMessage();
    SQLiteErrorCode code = failure.getResultCode();
    if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
      return new DuplicateKeyException(what, e);
    }
    int primary = code.code & PRIMARY_CODE;
    if (primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
      return new DataIntegrityViolationException(what, e);
    }
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return new CannotAcquireLockException(what, e);
    }
    return new UncategorizedSQLException(task, sql, e);
  }

  DataAccessException required(String task, SQLException e) {
    return translate(task, null, e);
  }
}
