package com.joyofhardware.master.preview;

import com.joyofhardware.master.database.Database;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Share;
import com.joyofhardware.protocol.statement.PreviewTicket;
import java.util.List;
import java.util.Set;

/** The ports that are open to everybody, in the database: they stay so over a restart. */
final class Shares {
  private final Database database;

  Shares(Database database) {
    this.database = database;
  }

  List<Share> all() {
    return database.read(jdbc ->
        jdbc.sql("SELECT session, port, id FROM preview_share ORDER BY session, port")
            .query((row, _) ->
                new Share(
                    new SessionId(row.getString("session")),
                    row.getInt("port"),
                    PreviewTicket.SHARED + row.getLong("id")))
            .list());
  }

  /** False when it was so already. */
  boolean set(SessionId session, int port, boolean shared) {
    return database.write(jdbc -> {
      int there =
          jdbc.sql("SELECT count(*) FROM preview_share WHERE session = :session AND port = :port")
              .param("session", session.value())
              .param("port", port)
              .query(Integer.class)
              .single();
      if (there > 0 == shared) {
        return false;
      }
      if (shared) {
        jdbc.sql("INSERT INTO preview_share (id, session, port) VALUES (:id, :session, :port)")
            .param("id", database.newId())
            .param("session", session.value())
            .param("port", port)
            .update();
      } else {
        jdbc.sql("DELETE FROM preview_share WHERE session = :session AND port = :port")
            .param("session", session.value())
            .param("port", port)
            .update();
      }
      return true;
    });
  }

  /** False when nothing of it was shared. */
  boolean forget(SessionId session) {
    return database.write(jdbc ->
        jdbc.sql("DELETE FROM preview_share WHERE session = :session")
            .param("session", session.value())
            .update())
        > 0;
  }

  /** Forgets those of sessions that ended while nobody looked. */
  void keepOnly(Set<SessionId> living) {
    all().stream().map(Share::session).filter(it -> !living.contains(it)).forEach(this::forget);
  }
}
