package com.joyofhardware.protocol.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code terminal/list} on {@code WS /rpc}.
 *
 * @param title the command in its foreground
 * @param name what a person called it with {@code terminal/rename}
 * @param command it was started with a command, and may have ended: {@link TerminalStart}
 */
public record TerminalInfo(
    String id,
    long pid,
    String cwd,
    String title,
    boolean attached,
    @Nullable String name,
    boolean command) {
  /** {@code terminal/rename} → null; an empty name takes it away. */
  public record Rename(String id, String name) {}

  /**
   * {@code terminal/links} → {@link Links}: which of the paths that a terminal shows are files.
   *
   * @param pid of the terminal, since they are relative to where its shell is
   */
  public record Shown(long pid, List<String> paths) {
    public Shown {
      paths = List.copyOf(paths);
    }
  }

  /** The files' paths in the workspace, in the order asked; empty for what is none. */
  public record Links(List<String> paths) {
    public Links {
      paths = List.copyOf(paths);
    }
  }
}
