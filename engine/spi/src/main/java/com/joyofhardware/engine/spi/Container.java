package com.joyofhardware.engine.spi;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.Size;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine sees it now.
 *
 * @param address where its agent listens
 * @param pid host pid of its first process; null where the node is another machine or it has ended
 * @param dir host folder of its writable files; null where there is none
 * @param detail why it ended, in words for an administrator
 */
public record Container(
    ContainerId id,
    NodeName node,
    Size size,
    Phase phase,
    AgentAddress address,
    @Nullable Long pid,
    @Nullable Path dir,
    Instant started,
    @Nullable String detail) {

  /** What its processes do. */
  public enum Phase {
    RUNNING,
    FROZEN,
    ENDED
  }
}
