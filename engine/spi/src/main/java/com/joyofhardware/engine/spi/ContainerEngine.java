package com.joyofhardware.engine.spi;

import com.joyofhardware.protocol.ContainerId;
import java.util.List;

/**
 * Runs containers on one or more nodes. It keeps no state that matters: what runs outlives the
 * process that uses the engine, and a new engine over the same place lists and stops it. Safe for
 * use by several threads.
 */
public interface ContainerEngine extends AutoCloseable {
  /** {@code local}, {@code docker}, … */
  String name();

  List<NodeCapacity> nodes();

  /**
   * Every container of ours that has not been stopped, also those that ended by themselves: their
   * writable files are there until {@link #stop}.
   *
   * @throws EngineException when a node can't be asked; nothing may be concluded from its silence
   */
  List<Container> list() throws EngineException;

  /**
   * Starts a container. It returns once the first process runs; readiness is the agent's answer,
   * not the engine's.
   *
   * @throws EngineException with the reason; nothing of the container is left then
   */
  Container start(ContainerSpec spec) throws EngineException;

  /**
   * Ends every process of the container and removes all that it wrote. A container that is not
   * there is no error.
   *
   * @throws EngineException when something of it may be left; call again
   */
  void stop(ContainerId id) throws EngineException;

  /** Stops the container's processes where they are; they keep their memory and use no CPU. */
  void freeze(ContainerId id) throws EngineException;

  void thaw(ContainerId id) throws EngineException;

  /** Lets go of what the process holds (threads, sockets). Containers go on. */
  @Override
  void close();
}
