package com.joyofhardware.agent.room;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that an agent is told when it starts; none of it is secret.
 *
 * @param statements checks what the cluster's key has signed
 * @param workspace the person's files
 * @param home the person's home folder
 * @param state files of the agent itself, of no interest to the person
 * @param egress a proxy's Unix socket: the way out, where there is no other
 * @param readOnlyRoots folders outside the workspace that may be read, such as {@code /nix/store}
 */
public record AgentConfig(
    AgentAddress listen,
    ContainerId container,
    StatementVerifier statements,
    Path workspace,
    Path home,
    Path state,
    Optional<Path> egress,
    List<Path> readOnlyRoots) {
  public AgentConfig {
    readOnlyRoots = List.copyOf(readOnlyRoots);
  }
}
