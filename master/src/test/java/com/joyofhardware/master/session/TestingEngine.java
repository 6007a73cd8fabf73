package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An engine in memory that outlives the masters that use it. */
final class TestingEngine implements ContainerEngine {
  private final TestingAgents agents;
  private final Path folder;
  private final Map<ContainerId, Container> containers = new ConcurrentHashMap<>();
  private final Set<ContainerId> hidden = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new ArrayList<>();
  volatile boolean listFails;
  volatile boolean startFails;
  volatile boolean stopFails;
  private int most;

  TestingEngine(TestingAgents agents, Path folder) {
    this.agents = agents;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "testing";
  }

  @Override
  public List<NodeCapacity> nodes() {
    return List.of(new NodeCapacity(TestingRows.NODE, 8, 16L << 30));
  }

  @Override
  public List<Container> list() throws EngineException {
    if (listFails) {
      throw new EngineException("the node is silent");
    }
    return containers.values().stream().filter(it -> !hidden.contains(it.id())).toList();
  }

  @Override
  public synchronized Container start(ContainerSpec spec) throws EngineException {
    if (startFails) {
      throw new EngineException("no slot is free");
    }
    ContainerId id = ContainerId.random(TestingRows.RANDOM);
    Path dir = folder.resolve(id.value());
    try {
      Files.createDirectories(dir.resolve("workspace"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Container made =
        new Container(
            id,
            spec.node(),
            spec.size(),
            Phase.RUNNING,
            new AgentAddress.Unix("/run/" + id),
            1L,
            dir,
            Instant.now(),
            null);
    agents.boot(id);
    containers.put(id, made);
    most = Math.max(most, containers.size());
    return made;
  }

  @Override
  public synchronized void stop(ContainerId id) throws EngineException {
    if (stopFails) {
      throw new EngineException("it doesn't go away");
    }
    calls.add("stop " + id);
    agents.shutDown(id);
    containers.remove(id);
  }

  @Override
  public synchronized void freeze(ContainerId id) {
    calls.add("freeze " + id);
    phase(id, Phase.FROZEN);
  }

  @Override
  public synchronized void thaw(ContainerId id) {
    calls.add("thaw " + id);
    phase(id, Phase.RUNNING);
  }

  private void phase(ContainerId id, Phase phase) {
    containers.computeIfPresent(
        id,
        (_, it) ->
            it.phase() == Phase.ENDED
                ? it
                : new Container(
                    id,
                    it.node(),
                    it.size(),
                    phase,
                    it.address(),
                    it.pid(),
                    it.dir(),
                    it.started(),
                    phase == Phase.ENDED ? "killed" : null));
  }

  @Override
  public void close() {}

  /** As {@code kill -9} of its first process. */
  void kill(ContainerId id) {
    phase(id, Phase.ENDED);
    agents.shutDown(id);
  }

  /** The node can't be seen any more; what runs on it goes on. */
  void hide(ContainerId id) {
    hidden.add(id);
    agents.cut(id);
  }

  void show(ContainerId id) {
    hidden.remove(id);
    agents.mend(id);
  }

  /** Runs one that no master knows of. */
  ContainerId stray(ContainerSpec spec) throws EngineException {
    return start(spec).id();
  }

  Path dir(ContainerId id) {
    return folder.resolve(id.value());
  }

  boolean runs(ContainerId id) {
    return containers.containsKey(id);
  }

  Set<ContainerId> all() {
    return new HashSet<>(containers.keySet());
  }

  synchronized int most() {
    return most;
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }
}
