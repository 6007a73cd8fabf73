package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.protocol.NodeName;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The size of this machine, or of the container that we run in. */
final class NodeMemory {
  private NodeMemory() {}

  static NodeCapacity capacity(NodeName node) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new NodeCapacity(
        node, Runtime.getRuntime().availableProcessors(), system.getTotalMemorySize());
  }
}
