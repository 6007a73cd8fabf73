package com.joyofhardware.master.session;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import java.time.Instant;

/**
 * A container as the database has it.
 *
 * @param wanted whether it is claimed by a session that lives
 */
record ContainerRow(
    ContainerId id,
    Pool pool,
    AgentAddress address,
    ContainerLife life,
    Instant started,
    boolean wanted) {}
