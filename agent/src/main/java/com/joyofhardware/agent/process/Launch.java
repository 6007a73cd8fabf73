package com.joyofhardware.agent.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program to start. The environment is all it gets; nothing is inherited from the agent. */
public record Launch(List<String> argv, Path cwd, Map<String, String> env) {
  public Launch {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("a program to start needs a name");
    }
  }

  /** Arguments and environment are people's own: they stay out of logs. */
  @Override
  public String toString() {
    return "Launch[" + argv.get(0) + ", " + argv.size() + " arguments]";
  }
}
