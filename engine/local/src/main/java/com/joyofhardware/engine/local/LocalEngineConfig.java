package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.egress.EgressPolicy;
import com.joyofhardware.protocol.NodeName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a local engine is made of.
 *
 * @param data folder of the sandboxes' files; the engine owns it
 * @param firstUid first host uid for slots as root; uids that belong to somebody are passed over
 * @param slots most sandboxes at a time
 * @param toolRoots host folders that every sandbox sees read-only under the same path
 * @param tools a host folder that every sandbox sees read-only as {@code /opt/joy/tools}; its
 *     {@code bin} is last on PATH
 */
public record LocalEngineConfig(
    Path data,
    NodeName node,
    AgentRuntime agent,
    int firstUid,
    int slots,
    EgressPolicy egress,
    List<Path> toolRoots,
    Optional<Path> tools) {
  public static final int DEFAULT_FIRST_UID = 200_001;
  public static final int DEFAULT_SLOTS = 256;

  public LocalEngineConfig {
    data = data.toAbsolutePath().normalize();
    toolRoots = List.copyOf(toolRoots);
    tools = tools.map(folder -> folder.toAbsolutePath().normalize());
    if (firstUid < 1_000 || slots < 1) {
      throw new IllegalArgumentException(
          "slots need at least one uid, of 1000 or more; got " + slots + " from " + firstUid);
    }
  }

  public LocalEngineConfig(Path data, NodeName node, AgentRuntime agent, EgressPolicy egress) {
    this(data, node, agent, DEFAULT_FIRST_UID, DEFAULT_SLOTS, egress, List.of(), Optional.empty());
  }
}
