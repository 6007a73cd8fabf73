/**
 * The one database: connections, transactions, migrations, and the few places where SQLite and
 * PostgreSQL differ.
 */
@NullMarked
package com.joyofhardware.master.database;

import org.jspecify.annotations.NullMarked;
