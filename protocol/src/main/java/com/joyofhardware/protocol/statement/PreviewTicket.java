package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import java.time.Instant;

/**
 * Lets a browser see what listens on one port of one session, and nothing else of it.
 *
 * @param person whose session it is; of a shared preview the visitor may be anybody
 * @param grant the log-in or token it stands on, or the sharing of the port
 */
public record PreviewTicket(
    Name person,
    SessionId session,
    int port,
    ContainerId container,
    Claim claim,
    String grant,
    Instant expires)
    implements Statement, Pass {
  /** How the grant begins that a sharing is; no log-in's or token's does. */
  public static final String SHARED = "share-";

  public PreviewTicket {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }
}
