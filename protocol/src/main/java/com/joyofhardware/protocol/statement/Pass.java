package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import java.time.Instant;

/** What lets a visitor into a session's container, all of it or a part. */
public sealed interface Pass permits Ticket, PreviewTicket {
  Name person();

  SessionId session();

  ContainerId container();

  Claim claim();

  /** What it stands on; revoking that cuts everything it opened. */
  String grant();

  Instant expires();
}
