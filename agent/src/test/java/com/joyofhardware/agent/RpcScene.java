package com.joyofhardware.agent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An agent that serves, and a client of its {@code /rpc}, for each test. */
public abstract class RpcScene extends AgentScene {
  protected TestingRpc rpc;

  @BeforeEach
  void connectRpc() {
    rpc = new TestingRpc(agent);
  }

  @AfterEach
  void closeRpc() {
    rpc.close();
  }
}
