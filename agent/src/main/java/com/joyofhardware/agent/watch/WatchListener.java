package com.joyofhardware.agent.watch;

import com.joyofhardware.protocol.agent.Fs;

/** Told what changes in the workspace. Called on the watcher's thread, in order; must not block. */
public interface WatchListener {
  /**
   * Something changed at a path. It may come more often than things changed, never less: look at
   * the path to see what is there now. A name that isn't UTF-8 can't be told: then it is the folder
   * that {@code CHANGED}.
   *
   * @param path relative to the workspace, {@code /} between segments, empty for its root
   */
  void changed(String path, Fs.ChangeKind kind);

  /** Events were lost: look at everything again. */
  void overflow();
}
