package com.joyofhardware.protocol.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code terminal/start} on {@code WS /rpc} → null: a terminal with a command in the place of a
 * shell. What it printed and how it ended stay until a client has closed it.
 *
 * @param id of no other terminal
 * @param name what it is called; the command's, if there is none
 * @param cwd the workspace's root if there is none
 * @param env added to what a login shell has
 */
public record TerminalStart(
    String id,
    @Nullable String name,
    List<String> argv,
    @Nullable String cwd,
    @Nullable Map<String, String> env,
    int cols,
    int rows) {
  public TerminalStart {
    argv = List.copyOf(argv);
  }

  /**
   * {@code terminal/environment} → {@link Environment}.
   *
   * @param programs that somebody would like to run
   */
  public record Look(@Nullable List<String> programs) {}

  /**
   * What a command that is started finds.
   *
   * @param workspace where it starts
   * @param programs those asked for that there are
   */
  public record Environment(String workspace, Map<String, String> env, List<String> programs) {
    public Environment {
      env = Map.copyOf(env);
      programs = List.copyOf(programs);
    }
  }
}
