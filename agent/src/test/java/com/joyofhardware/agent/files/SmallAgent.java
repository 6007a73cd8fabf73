package com.joyofhardware.agent.files;

import com.joyofhardware.agent.TestingAgent;
import java.nio.file.Path;

/**
 * An agent in a process of its own, with the memory it really has: prints its port and a ticket.
 */
final class SmallAgent {
  private SmallAgent() {}

  public static void main(String[] args) throws Exception {
    TestingAgent agent = TestingAgent.serving(Path.of(args[0]));
    System.out.println(agent.uri("http", "").getPort() + " " + agent.ticket());
    if (System.in.read() < 0) {
      agent.close();
      System.exit(0);
    }
  }
}
