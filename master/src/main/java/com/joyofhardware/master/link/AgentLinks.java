package com.joyofhardware.master.link;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** Opens control links to agents. */
public interface AgentLinks {
  /**
   * Connects, sends a signed command, and waits for the agent's hello.
   *
   * @param claim what the command is signed for: a new one to personalise, the present one to go on
   */
  AgentLink open(
      ContainerId container, AgentAddress address, Claim claim, AgentLink.Listener listener)
      throws IOException;

  /**
   * Sees to it that a link to a container that nobody has is open, for the claim to come: then
   * {@link #open} takes that one. Does nothing while there is one.
   *
   * @param claim a claim newer than all others, for nobody
   */
  void prepare(ContainerId container, AgentAddress address, Supplier<Claim> claim)
      throws IOException;

  /** Whether the agent answers {@code GET /healthz} with 200. */
  boolean isReady(AgentAddress address, Duration timeout);
}
