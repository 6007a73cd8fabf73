package com.joyofhardware.master.database;

/** Which database answers; for the few statements that need two texts. */
public enum Dialect {
  SQLITE,
  POSTGRESQL
}
