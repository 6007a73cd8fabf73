package com.joyofhardware.agent;

import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.agent.training.Rehearsal;
import java.io.IOException;
import java.util.List;

/**
 * Starts an agent; it runs until SIGTERM. Exit code 2: wrong usage; 1: it could not start; 3: a
 * locale is missing.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (List.of(args).equals(List.of("--version"))) {
      System.out.println("joy-agent " + Agent.version());
      return;
    }
    AgentConfig config;
    try {
      config = Options.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println("joy-agent: " + e.getMessage() + "\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
      System.err.println("joy-agent: file names need a UTF-8 locale: set LC_ALL=C.UTF-8");
      System.exit(3);
      return;
    }
    rehearse(config);
    try {
      Agent agent = Agent.start(config);
      Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "stop"));
      System.out.println("listening on " + agent.address());
    } catch (IOException | RuntimeException e) {
      System.err.println("joy-agent: could not start: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Before it listens: a container counts as warm once it answers. */
  private static void rehearse(AgentConfig config) {
    try {
      Rehearsal.play(config.state().resolve("rehearsal"));
    } catch (IOException | RuntimeException e) {
      // On a full disk, say: the first session starts more slowly then, but it starts.
      System.err.println("joy-agent: no rehearsal: " + e);
    }
    System.gc(); // now, not while a person waits
  }
}
