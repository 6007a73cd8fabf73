package com.joyofhardware.master.session;

import com.joyofhardware.engine.local.AgentRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The real agent off this test's class path, packed as the launcher packs it. */
final class PackedAgent {
  private static final List<String> LIBRARIES =
      List.of("netty-", "gson", "jspecify", "joy-protocol", "error_prone_annotations");

  private PackedAgent() {}

  static AgentRuntime into(Path folder) throws IOException {
    Path agent = Files.createDirectories(folder.resolve("agent/lib")).getParent();
    int others = 0;
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      if (Files.isDirectory(path)) {
        boolean own = Files.exists(path.resolve("com/joyofhardware/agent/Main.class"));
        if (own || Files.exists(path.resolve("com/joyofhardware/protocol/Json.class"))) {
          others++;
          String jar = own ? "joy-agent.jar" : "lib/joy-protocol-" + others + ".jar";
          pack(path, agent.resolve(jar));
        }
      } else if (name.startsWith("joy-agent")) {
        Files.copy(path, agent.resolve("joy-agent.jar"));
      } else if (LIBRARIES.stream().anyMatch(name::startsWith)) {
        Files.copy(path, agent.resolve("lib").resolve(name));
      }
    }
    Path options =
        Files.writeString(
            folder.resolve("agent.jvmopts"),
            """
            -XX:+UseSerialGC
            -Xmx64m
            -Xss512k
            -XX:TieredStopAtLevel=1
            -XX:-UsePerfData
            --enable-native-access=ALL-UNNAMED
            --sun-misc-unsafe-memory-access=allow
            """);
    return new AgentRuntime(Path.of(System.getProperty("java.home")), agent, options, null);
  }

  private static void pack(Path classes, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }
}
