package com.joyofhardware.master.node;

import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.engine.spi.Resources;
import com.joyofhardware.protocol.Size;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many containers a node carries, claimed ones included, and what each may use.
 *
 * <p>A server is cut as the mission has it: 4 cores and 8 GiB a full container, 4 threads and 24
 * GiB left over for the system and the burst containers of 1 core and 512 MiB (56 threads and 128
 * GiB: 13 full, 40 burst). A small machine shares: it always has two full containers, of all its
 * cores and a share of its memory, and one burst container a thread. Memory is a limit, not a
 * reservation: an idle container takes some 70 MiB.
 *
 * @param full instead of what a node's size gives
 * @param burst instead of what a node's size gives
 */
public record PoolTargets(OptionalInt full, OptionalInt burst) {
  private static final long GIB = 1L << 30;
  private static final int FULL_CORES = 4;
  private static final long FULL_MEMORY = 8 * GIB;
  private static final long BURST_MEMORY = GIB / 2;
  private static final int SPARE_THREADS = 4;
  private static final long SPARE_MEMORY = 24 * GIB;

  /** Of the spare memory, what the system and the master keep. */
  private static final long SYSTEM_MEMORY = 4 * GIB;

  private static final int FEWEST_FULL = 2;
  private static final int FULL_PROCESSES = 2_048;
  private static final int BURST_PROCESSES = 512;
  private static final long FULL_DISK = 20 * GIB;
  private static final long BURST_DISK = 5 * GIB;

  public PoolTargets {
    if (full.orElse(0) < 0 || burst.orElse(0) < 0) {
      throw new IllegalArgumentException("pool.full and pool.burst are 0 or more");
    }
  }

  /** As the sizes of the nodes give them. */
  public static PoolTargets derived() {
    return new PoolTargets(OptionalInt.empty(), OptionalInt.empty());
  }

  /** How many containers of each size the node is to have. */
  public Map<Size, Integer> of(NodeCapacity node) {
    return Map.of(
        Size.FULL, full.orElseGet(() -> derivedFull(node)),
        Size.BURST, burst.orElseGet(() -> derivedBurst(node)));
  }

  public Resources resources(NodeCapacity node, Size size) {
    return switch (size) {
      case FULL ->
          new Resources(
              Math.min(FULL_CORES, node.threads()), fullMemory(node), FULL_PROCESSES, FULL_DISK);
      case BURST ->
          new Resources(1, Math.min(BURST_MEMORY, node.memory() / 4), BURST_PROCESSES, BURST_DISK);
    };
  }

  private static int derivedFull(NodeCapacity node) {
    int byThreads = (node.threads() - SPARE_THREADS) / FULL_CORES;
    long byMemory = (node.memory() - SPARE_MEMORY) / FULL_MEMORY;
    return (int) Math.max(FEWEST_FULL, Math.min(byThreads, byMemory));
  }

  private int derivedBurst(NodeCapacity node) {
    int fullOnes = full.orElseGet(() -> derivedFull(node));
    if (isSmall(node)) {
      return node.threads();
    }
    long left = node.memory() - SYSTEM_MEMORY - fullOnes * fullMemory(node);
    return (int) Math.max(0, left / BURST_MEMORY);
  }

  /** Three quarters of a small machine are shared out. */
  private static long fullMemory(NodeCapacity node) {
    return isSmall(node) ? Math.min(FULL_MEMORY, node.memory() * 3 / 4 / FEWEST_FULL) : FULL_MEMORY;
  }

  private static boolean isSmall(NodeCapacity node) {
    return derivedFull(node) == FEWEST_FULL;
  }
}
