package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.protocol.ContainerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is. Rows are read before the engine lists: a row whose container isn't listed is gone.
 *
 * @param agents what is known of the agents of containers that nobody has
 * @param busy containers that are being stopped or copied from, or rest after a stop that failed
 * @param starting starts on their way, whose containers have no id yet
 * @param settled no start was on its way while this was observed: a container without a row is
 *     nobody's
 */
record Observed(
    Instant at,
    List<ContainerRow> rows,
    List<Container> listed,
    Map<ContainerId, AgentView> agents,
    Set<ContainerId> busy,
    Map<Pool, Integer> starting,
    boolean settled) {
  Observed {
    rows = List.copyOf(rows);
    listed = List.copyOf(listed);
    agents = Map.copyOf(agents);
    busy = Set.copyOf(busy);
    starting = Map.copyOf(starting);
  }
}
