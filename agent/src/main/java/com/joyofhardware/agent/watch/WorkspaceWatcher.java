package com.joyofhardware.agent.watch;

import java.nio.file.Path;

/**
 * Watches the whole workspace, {@code .git} included; of {@code .git/objects} nothing is told,
 * since what matters there shows in the refs. Links are not followed, and the agent's own
 * half-written files are not shown. What is written through a shared memory mapping is seen when it
 * is closed.
 */
public interface WorkspaceWatcher extends AutoCloseable {
  static WorkspaceWatcher of(Path workspace) {
    return new InotifyWatcher(workspace);
  }

  /**
   * Tells the listener of every change that happens after this returns. The first call walks the
   * workspace, so it takes its time; others wait for the walk to end.
   *
   * @return ends it when closed
   */
  Subscription subscribe(WatchListener listener);

  /**
   * Tells the listener of every walk and, once there was one, of every change. It begins nothing:
   * the first {@link #subscribe} does.
   */
  Subscription follow(WalkListener listener);

  /**
   * Whether every folder is watched. It is false over the limit of folders, and when a folder's
   * name isn't UTF-8: who must know everything then has to look by itself from time to time.
   */
  boolean seesAll();

  /** Whether there are more folders than may be watched. */
  boolean isOverLimit();

  @Override
  void close();

  /** A listener that is told. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
