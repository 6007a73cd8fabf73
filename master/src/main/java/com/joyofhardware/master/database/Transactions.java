package com.joyofhardware.master.database;

import org.jspecify.annotations.Nullable;

/** Runs work in one transaction of one kind of database, once: nothing is retried here. */
interface Transactions extends AutoCloseable {
  <T extends @Nullable Object> T read(Work<T> work);

  <T extends @Nullable Object> T write(Work<T> work);

  Dialect dialect();

  @Override
  void close();
}
