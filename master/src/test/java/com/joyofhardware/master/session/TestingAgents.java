package com.joyofhardware.master.session;

import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.link.AgentLinks;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The agents of {@link TestingEngine}'s containers. */
final class TestingAgents implements AgentLinks {
  private final Map<ContainerId, TestingAgent> agents = new ConcurrentHashMap<>();
  volatile boolean bootReady = true;

  void boot(ContainerId id) {
    agents.put(id, new TestingAgent(id, bootReady));
  }

  void shutDown(ContainerId id) {
    TestingAgent agent = agents.remove(id);
    if (agent != null) {
      agent.cut();
    }
  }

  void cut(ContainerId id) {
    agent(id).cut();
  }

  void mend(ContainerId id) {
    agent(id).reachable = true;
  }

  TestingAgent agent(ContainerId id) {
    TestingAgent agent = agents.get(id);
    if (agent == null) {
      throw new IllegalStateException("no agent in " + id);
    }
    return agent;
  }

  /** The agent's process dies and comes back, knowing nothing. */
  void restart(ContainerId id) {
    shutDown(id);
    boot(id);
  }

  @Override
  public AgentLink open(
      ContainerId container, AgentAddress address, Claim claim, AgentLink.Listener listener)
      throws IOException {
    TestingAgent agent = agents.get(container);
    if (agent == null || !agent.reachable) {
      throw new IOException("connection refused");
    }
    return agent.link(claim, listener);
  }

  @Override
  public void prepare(ContainerId container, AgentAddress address, Supplier<Claim> claim) {}

  @Override
  public boolean isReady(AgentAddress address, Duration timeout) {
    String path = ((AgentAddress.Unix) address).path();
    TestingAgent agent = agents.get(new ContainerId(path.substring("/run/".length())));
    return agent != null && agent.reachable && agent.ready;
  }
}
