package com.joyofhardware.agent.watch;

/**
 * Watches the whole workspace, {@code .git} included; of a git folder's {@code objects} nothing is
 * told, since what matters there shows in its refs. Links are not followed, and the agent's own
 * half-written files are not shown.
 */
public interface WorkspaceWatcher extends AutoCloseable {
  /**
   * Tells the listener of every change that happens after this returns. The first call walks the
   * workspace, so it takes its time; it waits for the walk to end.
   *
   * @return ends it when closed
   */
  Subscription subscribe(WatchListener listener);

  /**
   * Whether all folders are watched. When there are more than the limit allows this is false: who
   * must know everything has to look by itself from time to time.
   */
  boolean seesAll();

  @Override
  void close();

  /** A listener that is told. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
