package com.joyofhardware.master.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases
class DatabaseTest {
  private final Database database;

  DatabaseTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void table() {
    database.write(jdbc -> {
      jdbc.sql("DROP TABLE IF EXISTS counter").update();
      jdbc.sql("CREATE TABLE counter (name TEXT PRIMARY KEY, n BIGINT NOT NULL)").update();
      return jdbc.sql("INSERT INTO counter VALUES ('a', 0)").update();
    });
  }

  private long value() {
    return database.read(jdbc -> jdbc.sql("SELECT n FROM counter").query(Long.class).single());
  }

  @Test
  void writesOfManyThreadsAllCount() throws Exception {
    List<Future<?>> writes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        writes.add(
            threads.submit(() ->
                database.write(
                    jdbc -> jdbc.sql("UPDATE counter SET n = n + 1 WHERE name = 'a'").update())));
      }
      for (Future<?> write : writes) {
        write.get();
      }
    }
    assertThat(value()).isEqualTo(200);
  }

  @Test
  void failedWritesLeaveNothing() {
    assertThatThrownBy(() ->
            database.write(jdbc -> {
              jdbc.sql("UPDATE counter SET n = 7").update();
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(value()).isZero();
  }

  @Test
  void writesInsideWritesJoinAndAreSeenByReadsInside() {
    database.write(jdbc -> {
      database.write(inner -> inner.sql("UPDATE counter SET n = 3").update());
      assertThat(value()).isEqualTo(3);
      return null;
    });
    assertThat(value()).isEqualTo(3);
  }

  @Test
  void readsCantWrite() {
    assertThatThrownBy(() -> database.read(jdbc -> jdbc.sql("UPDATE counter SET n = 7").update()))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> database.read(jdbc -> database.write(inner -> 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(value()).isZero();
  }

  @Test
  void duplicateKeysAndMissingParentsAreToldApart() {
    assertThatThrownBy(
            () -> database.write(jdbc -> jdbc.sql("INSERT INTO counter VALUES ('a', 1)").update()))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() ->
            database.write(jdbc ->
                jdbc.sql(
                        "INSERT INTO login (id, person_id, secret, created, used, expires)"
                            + " VALUES (1, 1, 'x', 0, 0, 0)")
                    .update()))
        .isInstanceOf(DataIntegrityViolationException.class)
        .isNotInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void aReadSeesOneStateThroughout() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      database.read(jdbc -> {
        long before = jdbc.sql("SELECT n FROM counter").query(Long.class).single();
        try {
          threads
              .submit(() -> database.write(inner -> inner.sql("UPDATE counter SET n = 9").update()))
              .get();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
        long after = jdbc.sql("SELECT n FROM counter").query(Long.class).single();
        assertThat(after).isEqualTo(before);
        return null;
      });
    }
    assertThat(value()).isEqualTo(9);
  }

  /** On PostgreSQL the two lock each other out; on SQLite one waits for the other. */
  @Test
  void aTransactionThatLostIsRunAgain() throws Exception {
    database.write(jdbc -> jdbc.sql("INSERT INTO counter VALUES ('b', 0)").update());
    CountDownLatch bothBegan = new CountDownLatch(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one = threads.submit(() -> addToBoth("a", "b", bothBegan));
      Future<?> other = threads.submit(() -> addToBoth("b", "a", bothBegan));
      one.get();
      other.get();
    }
    List<Long> values =
        database.read(jdbc -> jdbc.sql("SELECT n FROM counter").query(Long.class).list());
    assertThat(values).containsExactly(2L, 2L);
  }

  private void addToBoth(String first, String second, CountDownLatch bothBegan) {
    database.write(jdbc -> {
      add(jdbc, first);
      bothBegan.countDown();
      try {
        bothBegan.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      add(jdbc, second);
      return null;
    });
  }

  private static void add(JdbcClient jdbc, String name) {
    jdbc.sql("UPDATE counter SET n = n + 1 WHERE name = :name").param("name", name).update();
  }
}
