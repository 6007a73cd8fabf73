package com.joyofhardware.protocol.statement;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import java.time.Instant;

/**
 * Opens the control link of one container. With a claim that is newer than any the agent has seen
 * the link may personalise it; with the claim it has, the link continues what was begun.
 */
public record Command(ContainerId container, Claim claim, Instant issued) implements Statement {}
