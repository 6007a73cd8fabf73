package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.watch.WorkspaceWatcher;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one {@link VerilogProject} that all sockets share, while there is a socket. */
final class VerilogProjects {
  private final Path workspace;
  private final WorkspaceWatcher watcher;
  private @Nullable VerilogProject project;
  private int users;

  VerilogProjects(Path workspace, WorkspaceWatcher watcher) {
    this.workspace = workspace;
    this.watcher = watcher;
  }

  /** Every call is followed by one of {@link #close}. */
  synchronized VerilogProject open() {
    users++;
    VerilogProject open = project;
    if (open == null) {
      open = new VerilogProject(workspace, watcher);
      project = open;
    }
    return open;
  }

  synchronized void close() {
    VerilogProject open = project;
    if (--users == 0 && open != null) {
      open.close();
      project = null;
    }
  }
}
