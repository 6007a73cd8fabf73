package com.joyofhardware.master.session;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives warm containers to sessions, each to one, ever. The claim is one statement: it picks, marks
 * and fences. On SQLite its transaction is the only writer; on PostgreSQL {@code SKIP LOCKED} keeps
 * a container that another transaction holds from being waited for.
 */
final class Claims {
  /**
   * Full before burst, the oldest first, and nobody before those who wait longer for the same: a
   * newcomer never takes what the head of the queue is about to get.
   */
  private static final String PICK =
      """
      SELECT c.id FROM container c
       WHERE c.state = 'warm' AND (:wanted = 'any' OR c.size = :wanted)
         AND NOT EXISTS (
           SELECT 1 FROM session q
            WHERE q.number < :number
              AND (q.state = 'queued' OR (q.state = 'recovering' AND q.not_before <= :now))
              AND (q.wanted = 'any' OR q.wanted = c.size))
       ORDER BY CASE c.size WHEN 'full' THEN 0 ELSE 1 END, c.started, c.id
       LIMIT 1
      """;

  private final String claim;

  Claims(Database database) {
    String pick =
        switch (database.dialect()) {
          case SQLITE -> PICK;
          case POSTGRESQL -> PICK + " FOR UPDATE OF c SKIP LOCKED";
        };
    this.claim =
        "UPDATE container SET state = 'claimed', session = :session, epoch = :epoch, n = :n"
            + (" WHERE id = (" + pick + ") RETURNING id, node, size, address");
  }

  /** The next fence; its row is locked until the transaction ends. */
  Claim next(JdbcClient jdbc) {
    return jdbc.sql("UPDATE fence SET n = n + 1 WHERE id = 1 RETURNING epoch, n")
        .query((row, _) -> Columns.claim(row))
        .single();
  }

  /**
   * A warm container for a session, from now on its own.
   *
   * @param number the session's place in the queue
   */
  Optional<Hold> claim(
      JdbcClient jdbc,
      SessionId session,
      WantedSize wanted,
      long number,
      Claim fence,
      Instant now) {
    return jdbc.sql(claim)
        .param("session", session.value())
        .param("wanted", Columns.text(wanted))
        .param("number", number)
        .param("now", now.toEpochMilli())
        .param("epoch", fence.epoch())
        .param("n", fence.n())
        .query((row, _) ->
            new Hold(
                new ContainerId(row.getString("id")),
                new NodeName(row.getString("node")),
                Columns.size(row.getString("size")),
                AgentAddress.parse(row.getString("address")),
                fence))
        .optional();
  }

  /**
   * After a restore or a fail-over: every claim from now on is above all that anybody may have
   * seen.
   */
  static void raiseEpoch(Database database) {
    database.write(jdbc -> jdbc.sql("UPDATE fence SET epoch = epoch + 1 WHERE id = 1").update());
  }
}
