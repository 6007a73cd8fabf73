package com.joyofhardware.master.launch;

import com.joyofhardware.engine.local.AgentRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher built and found, told as system properties.
 *
 * @param web the pages, as Vite built them
 * @param agent the agent's jars, its JVM options and perhaps its AOT cache
 * @param tools language servers for the sandboxes
 */
record Installation(Path web, Path agent, Path java, Optional<Path> tools) {
  static Installation ofSystemProperties() {
    return new Installation(
        property("joy.web"),
        property("joy.agent"),
        property("joy.java"),
        Optional.of(System.getProperty("joy.tools", ""))
            .filter(tools -> !tools.isEmpty())
            .map(Path::of));
  }

  AgentRuntime agentRuntime() {
    Path cache = agent.resolve("agent.aot");
    @Nullable Path present = Files.isRegularFile(cache) ? cache : null;
    return new AgentRuntime(java, agent, agent.resolve("agent.jvmopts"), present);
  }

  private static Path property(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isEmpty()) {
      throw new MissingException("start this through ./joy: the property " + name + " is not set");
    }
    return Path.of(value);
  }
}
