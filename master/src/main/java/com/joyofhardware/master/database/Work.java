package com.joyofhardware.master.database;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is done in one transaction. It may run more than once, so it changes nothing but the
 * database.
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  T run(JdbcClient jdbc);
}
