package com.joyofhardware.agent;

import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.statement.StatementVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line. What is unknown, missing or not a valid value is an error that names it. */
final class Options {
  static final String USAGE =
      """
      usage: joy-agent --listen unix:/PATH|tcp:HOST:PORT --container ID --cluster-key KEY
                       --state DIR [--workspace DIR] [--home DIR] [--egress unix:/PATH]
                       [--read-only-root DIR]...
             joy-agent --version\
      """;

  private static final Set<String> ONCE =
      Set.of(
          "--listen",
          "--container",
          "--cluster-key",
          "--workspace",
          "--home",
          "--state",
          "--egress");
  private static final String READ_ONLY_ROOT = "--read-only-root";

  private Options() {}

  static AgentConfig parse(List<String> args) {
    Map<String, String> values = new HashMap<>();
    List<Path> readOnlyRoots = new ArrayList<>();
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (!ONCE.contains(name) && !name.equals(READ_ONLY_ROOT)) {
        throw new IllegalArgumentException("unknown option '" + name + "'");
      }
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException("option " + name + " needs a value");
      }
      String value = args.get(i + 1);
      if (name.equals(READ_ONLY_ROOT)) {
        readOnlyRoots.add(absolute(name, value));
      } else if (values.put(name, value) != null) {
        throw new IllegalArgumentException("option " + name + " is given twice");
      }
    }
    return new AgentConfig(
        AgentAddress.parse(required(values, "--listen")),
        new ContainerId(required(values, "--container")),
        StatementVerifier.of(required(values, "--cluster-key")),
        absolute("--workspace", values.getOrDefault("--workspace", "/workspace")),
        absolute("--home", values.getOrDefault("--home", System.getProperty("user.home"))),
        absolute("--state", required(values, "--state")),
        Optional.ofNullable(values.get("--egress")).map(Options::unixPath),
        readOnlyRoots);
  }

  private static String required(Map<String, String> values, String name) {
    @Nullable String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("option " + name + " is missing");
    }
    return value;
  }

  private static Path absolute(String name, String value) {
    Path path = Path.of(value);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "option " + name + " wants an absolute path, not '" + value + "'");
    }
    return path.normalize();
  }

  private static Path unixPath(String value) {
    if (AgentAddress.parse(value) instanceof AgentAddress.Unix(String path)) {
      return Path.of(path);
    }
    throw new IllegalArgumentException("option --egress wants unix:/PATH, not '" + value + "'");
  }
}
