package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Size;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The containers of the database. What changes one names the state it must be in. */
final class ContainerTable {
  private final Database database;

  ContainerTable(Database database) {
    this.database = database;
  }

  List<ContainerRow> all() {
    return database.read(jdbc ->
        jdbc.sql(Columns.CONTAINER + " ORDER BY c.started, c.id").query(Columns::container).list());
  }

  Optional<ContainerRow> find(ContainerId id) {
    return database.read(jdbc ->
        jdbc.sql(Columns.CONTAINER + " WHERE c.id = :id")
            .param("id", id.value())
            .query(Columns::container)
            .optional());
  }

  /** Takes up a container that the engine runs; one that is known already stays as it is. */
  void add(Container container, boolean ready) {
    database.write(jdbc ->
        jdbc.sql(
                """
                INSERT INTO container (id, node, size, address, state, started)
                VALUES (:id, :node, :size, :address, :state, :started)
                ON CONFLICT DO NOTHING
                """)
            .param("id", container.id().value())
            .param("node", container.node().value())
            .param("size", Columns.text(container.size()))
            .param("address", container.address().toString())
            .param("state", ready ? "warm" : "starting")
            .param("started", container.started().toEpochMilli())
            .update());
  }

  boolean ready(ContainerId id) {
    return database.write(jdbc ->
        jdbc.sql("UPDATE container SET state = 'warm' WHERE id = :id AND state = 'starting'")
                .param("id", id.value())
                .update()
            == 1);
  }

  /**
   * Gives up a container that nobody has, or whose session is over.
   *
   * @return whether it may be stopped now
   */
  boolean giveUp(ContainerId id, boolean failed, String why) {
    return database.write(jdbc ->
        jdbc.sql(
                    """
                    UPDATE container
                           SET state = CASE WHEN state IN ('stopping', 'failed')
                                            THEN state ELSE :state END,
                               reason = CASE WHEN state IN ('stopping', 'failed')
                                             THEN reason ELSE :why END
                         WHERE id = :id
                           AND (state <> 'claimed' OR NOT EXISTS (
                                  SELECT 1 FROM session s WHERE s.container = container.id))
                    """)
                .param("state", failed ? "failed" : "stopping")
                .param("why", why)
                .param("id", id.value())
                .update()
            == 1);
  }

  /** Its remains are gone. A claimed one is kept: its session must be moved on first. */
  void forget(ContainerId id) {
    database.write(jdbc ->
        jdbc.sql("DELETE FROM container WHERE id = :id AND state <> 'claimed'")
            .param("id", id.value())
            .update());
  }

  /** How many could be claimed now. */
  Map<Size, Integer> warm() {
    Map<Size, Integer> counts = new EnumMap<>(Size.class);
    database
        .read(jdbc ->
            jdbc.sql("SELECT size FROM container WHERE state = 'warm'").query(String.class).list())
        .forEach(size -> counts.merge(Columns.size(size), 1, Integer::sum));
    return counts;
  }

  /** In the transaction that moves its session on. */
  static void release(JdbcClient jdbc, Hold held, SessionLife next) {
    jdbc.sql(
            """
            UPDATE container SET state = 'stopping', reason = :why
             WHERE id = :id AND state = 'claimed'
            """)
        .param("id", held.container().value())
        .param("why", "its session is " + next.told().name().toLowerCase(java.util.Locale.ROOT))
        .update();
  }
}
