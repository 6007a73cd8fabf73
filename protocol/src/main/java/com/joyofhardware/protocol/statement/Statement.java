package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;

/** What the master can sign. The kind is inside the signature, so one can't pass for another. */
public sealed interface Statement permits Ticket, PreviewTicket, Command {
  ContainerId container();

  Claim claim();
}
