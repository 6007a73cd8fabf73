package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Name;
import com.joyofhardware.protocol.SessionId;
import java.time.Instant;

/**
 * Lets a person into the tunnel of one session, on one container, under one claim.
 *
 * @param grant the log-in or token it stands on; revoking that cuts every tunnel it opened
 * @param expires honoured a little longer while the master is away (see {@code Limits})
 */
public record Ticket(
    Name person,
    SessionId session,
    ContainerId container,
    Claim claim,
    String grant,
    Instant expires)
    implements Statement, Pass {}
