package com.joyofhardware.master.session;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The sessions of the database. Each change names the life it starts from, and does nothing when
 * another change was first.
 */
final class SessionTable {
  private final Database database;
  private final Claims claims;
  private final Clock clock;

  SessionTable(Database database, Clock clock) {
    this.database = database;
    this.claims = new Claims(database);
    this.clock = clock;
  }

  /** What came of a wish: the session there is, and whether it is this one. */
  record Opened(SessionRow session, boolean isNew) {}

  /**
   * Opens a session and claims a container for it, in one transaction; or gives the one that is
   * there.
   */
  Opened open(SessionRow wish) {
    return database.write(jdbc -> {
      Claim fence = claims.next(jdbc);
      SessionRow queued = wish.queued(fence.n());
      if (insert(jdbc, queued, fence.n()) == 0) {
        return new Opened(
            living(jdbc, wish.personId(), wish.projectId(), wish.ref()).orElseThrow(), false);
      }
      Optional<Hold> hold =
          claims.claim(jdbc, wish.id(), wish.wanted(), fence.n(), fence, clock.instant());
      if (hold.isEmpty()) {
        return new Opened(queued, true);
      }
      SessionLife next = new SessionLife.Queued(fence.n()).claimed(hold.get());
      SessionRow starting = queued.with(next);
      change(jdbc, queued, starting);
      return new Opened(starting, true);
    });
  }

  private static int insert(JdbcClient jdbc, SessionRow session, long number) {
    return jdbc.sql(
            """
            INSERT INTO session (id, person, person_name, project, project_ref, ref, wanted, state,
                                 number, attempts, notice, whole, created)
            VALUES (:id, :person, :personName, :project, :projectRef, :ref, :wanted, 'queued',
                    :number, 0, :notice, FALSE, :created)
            ON CONFLICT DO NOTHING
            """)
        .param("id", session.id().value())
        .param("person", session.personId())
        .param("personName", session.person().value())
        .param("project", session.projectId())
        .param("projectRef", session.project().toString())
        .param("ref", session.ref())
        .param("wanted", Columns.text(session.wanted()))
        .param("number", number)
        .param("notice", session.notice().orElse(null))
        .param("created", session.created().toEpochMilli())
        .update();
  }

  /** The session that lives for a person, project and ref. */
  Optional<SessionRow> living(long person, long project, String ref) {
    return database.read(jdbc -> living(jdbc, person, project, ref));
  }

  private static Optional<SessionRow> living(
      JdbcClient jdbc, long person, long project, String ref) {
    return jdbc.sql(
            Columns.SESSION
                + """
                 WHERE s.person = :person AND s.project = :project AND s.ref = :ref
                   AND s.state NOT IN ('destroyed', 'failed')
                """)
        .param("person", person)
        .param("project", project)
        .param("ref", ref)
        .query(Columns::session)
        .optional();
  }

  /**
   * Claims a container for a session that waits for one.
   *
   * @return the session as it is now; empty when none is free or it no longer waits
   */
  Optional<SessionRow> claim(SessionRow waiting) {
    return database.write(jdbc -> {
      Claim fence = claims.next(jdbc);
      if (!stillAs(jdbc, waiting)) {
        return Optional.empty();
      }
      Optional<Hold> hold =
          claims.claim(
              jdbc, waiting.id(), waiting.wanted(), waiting.number(), fence, clock.instant());
      if (hold.isEmpty()) {
        return Optional.empty();
      }
      SessionLife next =
          switch (waiting.life()) {
            case SessionLife.Queued queued -> queued.claimed(hold.get());
            case SessionLife.Recovering recovering -> recovering.claimed(hold.get());
            case SessionLife.Starting _,
                SessionLife.Active _,
                SessionLife.Dormant _,
                SessionLife.Saving _,
                SessionLife.Destroyed _,
                SessionLife.Failed _ ->
                throw new IllegalArgumentException(waiting.id() + " doesn't wait");
          };
      SessionRow starting = waiting.with(next, waiting.notice(), false);
      change(jdbc, waiting, starting);
      return Optional.of(starting);
    });
  }

  /**
   * Moves a session on; a container that it no longer holds is to be stopped.
   *
   * @return the session as it is now; empty when it was no longer as {@code from} has it
   */
  Optional<SessionRow> move(SessionRow from, SessionRow to) {
    return database.write(jdbc -> {
      if (!change(jdbc, from, to)) {
        return Optional.empty();
      }
      from.life()
          .holds()
          .filter(held -> to.life().holds().isEmpty())
          .ifPresent(held -> ContainerTable.release(jdbc, held, to.life()));
      return Optional.of(to);
    });
  }

  /** Locks the session's row if nobody has changed it. */
  private static boolean stillAs(JdbcClient jdbc, SessionRow session) {
    return change(jdbc, session, session);
  }

  private static boolean change(JdbcClient jdbc, SessionRow from, SessionRow to) {
    LifeColumns before = LifeColumns.of(from.life());
    LifeColumns after = LifeColumns.of(to.life());
    return jdbc.sql(
                """
                UPDATE session
                   SET state = :state, container = :container, epoch = :epoch, n = :n,
                       attempts = :attempts, not_before = :notBefore, reason = :reason,
                       ended = :ended, notice = :notice, whole = :whole
                 WHERE id = :id AND state = :wasState
                   AND COALESCE(epoch, -1) = :wasEpoch AND COALESCE(n, -1) = :wasN
                """)
            .param("id", from.id().value())
            .param("state", after.state())
            .param("container", after.container())
            .param("epoch", after.claim() == null ? null : after.claim().epoch())
            .param("n", after.claim() == null ? null : after.claim().n())
            .param("attempts", after.attempts())
            .param("notBefore", after.notBefore() == null ? null : after.notBefore().toEpochMilli())
            .param("reason", after.reason())
            .param("ended", after.ended() == null ? null : after.ended().toEpochMilli())
            .param("notice", to.notice().orElse(null))
            .param("whole", to.whole())
            .param("wasState", before.state())
            .param("wasEpoch", before.claim() == null ? -1 : before.claim().epoch())
            .param("wasN", before.claim() == null ? -1 : before.claim().n())
            .update()
        == 1;
  }

  Optional<SessionRow> find(SessionId id) {
    return database.read(jdbc ->
        jdbc.sql(Columns.SESSION + " WHERE s.id = :id")
            .param("id", id.value())
            .query(Columns::session)
            .optional());
  }

  List<SessionRow> of(long person) {
    return database.read(jdbc ->
        jdbc.sql(Columns.SESSION + " WHERE s.person = :person ORDER BY s.created, s.id")
            .param("person", person)
            .query(Columns::session)
            .list());
  }

  List<SessionRow> all() {
    return database.read(jdbc ->
        jdbc.sql(Columns.SESSION + " ORDER BY s.created, s.id").query(Columns::session).list());
  }

  List<SessionRow> living() {
    return database.read(jdbc ->
        jdbc.sql(
                Columns.SESSION + " WHERE s.state NOT IN ('destroyed', 'failed') ORDER BY s.number")
            .query(Columns::session)
            .list());
  }

  /** Where a session stands in the queue, from 1; empty when it doesn't. */
  OptionalInt queuePosition(SessionRow session) {
    if (!(session.life() instanceof SessionLife.Queued(long number))) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        database.read(jdbc ->
            jdbc.sql(
                    "SELECT COUNT(*) + 1 FROM session"
                        + " WHERE state = 'queued' AND number < :number")
                .param("number", number)
                .query(Integer.class)
                .single()));
  }

  /** A claim newer than all others, for nobody. */
  Claim nextClaim() {
    return database.write(claims::next);
  }

  /** Forgets sessions that ended longer ago than that. */
  int forgetOlderThan(Duration age) {
    return database.write(jdbc ->
        jdbc.sql("DELETE FROM session WHERE ended < :before")
            .param("before", clock.instant().minus(age).toEpochMilli())
            .update());
  }
}
