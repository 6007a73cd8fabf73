package com.joyofhardware.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent that serves, for each test. */
public abstract class AgentScene {
  @TempDir protected Path folder;
  protected TestingAgent agent;
  protected Path workspace;

  @BeforeEach
  void startAgent() throws IOException {
    agent = TestingAgent.serving(folder);
    workspace = agent.workspace();
  }

  @AfterEach
  void stopAgent() {
    agent.close();
  }
}
