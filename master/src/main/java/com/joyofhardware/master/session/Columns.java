package com.joyofhardware.master.session;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.rest.Rest.WantedSize;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of both tables. */
final class Columns {
  /** A session beside the container it holds. */
  static final String SESSION =
      """
      SELECT s.*, c.node, c.size, c.address
        FROM session s LEFT JOIN container c ON c.id = s.container
      """;

  static final String CONTAINER =
      """
      SELECT c.*, s.state AS session_state, s.container AS session_container
        FROM container c LEFT JOIN session s ON s.id = c.session
      """;

  private Columns() {}

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static SessionRow session(ResultSet row, int index) throws SQLException {
    return new SessionRow(
        new SessionId(row.getString("id")),
        row.getLong("person"),
        new Name(row.getString("person_name")),
        row.getLong("project"),
        ProjectRef.parse(row.getString("project_ref")),
        row.getString("ref"),
        WantedSize.valueOf(row.getString("wanted").toUpperCase(Locale.ROOT)),
        row.getLong("number"),
        sessionLife(row),
        Optional.ofNullable(row.getString("notice")),
        row.getBoolean("whole"),
        Instant.ofEpochMilli(row.getLong("created")));
  }

  private static SessionLife sessionLife(ResultSet row) throws SQLException {
    String state = row.getString("state");
    String reason = row.getString("reason");
    int attempts = row.getInt("attempts");
    Instant ended = Instant.ofEpochMilli(row.getLong("ended"));
    return switch (state) {
      case "queued" -> new SessionLife.Queued(row.getLong("number"));
      case "starting" -> new SessionLife.Starting(hold(row), attempts);
      case "recovering" ->
          new SessionLife.Recovering(
              claim(row),
              attempts,
              Instant.ofEpochMilli(row.getLong("not_before")),
              String.valueOf(reason));
      case "active" -> new SessionLife.Active(hold(row));
      case "dormant" -> new SessionLife.Dormant(hold(row));
      case "saving" -> new SessionLife.Saving(hold(row));
      case "destroyed" -> new SessionLife.Destroyed(ended, Optional.ofNullable(reason));
      case "failed" -> new SessionLife.Failed(ended, String.valueOf(reason));
      default -> throw new IllegalStateException("a session can't be '" + state + "'");
    };
  }

  private static Hold hold(ResultSet row) throws SQLException {
    return new Hold(
        new ContainerId(row.getString("container")),
        new NodeName(row.getString("node")),
        size(row.getString("size")),
        AgentAddress.parse(row.getString("address")),
        claim(row));
  }

  static ContainerRow container(ResultSet row, int index) throws SQLException {
    return new ContainerRow(
        new ContainerId(row.getString("id")),
        new Pool(new NodeName(row.getString("node")), size(row.getString("size"))),
        AgentAddress.parse(row.getString("address")),
        containerLife(row),
        Instant.ofEpochMilli(row.getLong("started")),
        row.getString("id").equals(row.getString("session_container")));
  }

  private static ContainerLife containerLife(ResultSet row) throws SQLException {
    String state = row.getString("state");
    @Nullable String session = row.getString("session");
    String reason = String.valueOf(row.getString("reason"));
    return switch (state) {
      case "starting" -> new ContainerLife.Starting();
      case "warm" -> new ContainerLife.Warm();
      case "claimed" ->
          new ContainerLife.Claimed(new SessionId(String.valueOf(session)), claim(row));
      case "stopping" ->
          new ContainerLife.Stopping(Optional.ofNullable(session).map(SessionId::new), reason);
      case "failed" -> new ContainerLife.Failed(reason);
      default -> throw new IllegalStateException("a container can't be '" + state + "'");
    };
  }

  static Claim claim(ResultSet row) throws SQLException {
    return new Claim(row.getLong("epoch"), row.getLong("n"));
  }

  static Size size(String text) {
    return Size.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
