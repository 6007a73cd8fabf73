package com.joyofhardware.engine.local;

import com.joyofhardware.agent.Main;
import com.joyofhardware.engine.contract.AgentProbe;
import com.joyofhardware.engine.spi.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The stand-in agent, packed as the real one is. */
final class TestingAgent {
  private TestingAgent() {}

  static AgentRuntime pack(Path folder) throws IOException {
    Path agent = Files.createDirectories(folder.resolve("agent"));
    Files.createDirectories(agent.resolve("lib"));
    String name = Main.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Main.class.getClassLoader().getResourceAsStream(name);
        OutputStream out = Files.newOutputStream(agent.resolve("joy-agent.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(name));
      in.transferTo(jar);
    }
    Path options =
        Files.writeString(
            folder.resolve("agent.jvmopts"),
            "-XX:+UseSerialGC -Xmx32m -XX:TieredStopAtLevel=1 -XX:-UsePerfData\n");
    return new AgentRuntime(Path.of(System.getProperty("java.home")), agent, options, null);
  }

  /** What a shell line prints in the container. */
  static String run(Container container, String line) throws IOException {
    return AgentProbe.request(container.address(), "POST", "/sh", line).body();
  }
}
