package com.joyofhardware.agent.process;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What terminals and commands find in their environment: what the container gives, what every
 * terminal needs, the way out, and what personalisation adds. It never holds a secret: everything a
 * person runs can read it.
 */
public final class SessionEnvironment {
  /** Marks all that this agent started, wherever it has detached itself to. */
  static final String RUN = "JOY_RUN";

  /** Ours, the JVM's and the agent's own shell's: none of it is meant for people's programs. */
  private static final Set<String> DROPPED =
      Set.of(
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "MALLOC_ARENA_MAX",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_",
          "COLUMNS",
          "LINES");

  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private final Map<String, String> base;
  private final Path workspace;
  private volatile Map<String, String> additions = Map.of();

  /**
   * The environment of one run of the agent.
   *
   * @param inherited the agent's own environment
   * @param run names this run of the agent
   * @param proxy where the way out is; null when the network is open or there is none
   */
  public SessionEnvironment(
      Map<String, String> inherited, Path workspace, String run, @Nullable URI proxy) {
    this.workspace = workspace;
    Map<String, String> env = new HashMap<>(inherited);
    env.keySet().removeIf(name -> DROPPED.contains(name) || name.startsWith("JOY_"));
    env.putIfAbsent("PATH", DEFAULT_PATH);
    env.putIfAbsent("HOME", workspace.toString());
    env.put("LANG", "C.UTF-8");
    env.put("SHELL", shell(inherited.get("SHELL")));
    env.put(RUN, run);
    if (proxy != null) {
      for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
        env.put(name, proxy.toString());
      }
      env.put("no_proxy", "localhost,127.0.0.1,::1");
      env.put("NO_PROXY", "localhost,127.0.0.1,::1");
    }
    this.base = Map.copyOf(env);
  }

  /** Replaces what personalisation adds: who commits, where git finds its credentials. */
  public void personalise(Map<String, String> added) {
    additions = Map.copyOf(added);
  }

  public Path workspace() {
    return workspace;
  }

  public String shell() {
    return base.getOrDefault("SHELL", "/bin/sh");
  }

  /** For a program that has a terminal: a login shell adds its profile to it. */
  public Map<String, String> forTerminal() {
    Map<String, String> env = inTerminal(forPipes());
    // only where no profile or rc file sets another
    env.putIfAbsent("PS1", "\\w \\$ ");
    env.putIfAbsent("PROMPT_DIRTRIM", "3");
    return env;
  }

  /** Adds what tells a program of its terminal. */
  public static Map<String, String> inTerminal(Map<String, String> env) {
    env.put("TERM", "xterm-256color");
    env.put("COLORTERM", "truecolor");
    return env;
  }

  /** For a program that has none, before the profile. */
  public Map<String, String> forPipes() {
    Map<String, String> env = new TreeMap<>(base);
    env.putAll(additions);
    return env;
  }

  private static String shell(@Nullable String wanted) {
    return Stream.of(wanted == null ? "" : wanted, "/bin/bash", "/usr/bin/bash")
        .filter(path -> !path.isEmpty() && Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElse("/bin/sh");
  }
}
