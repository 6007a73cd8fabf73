package com.joyofhardware.agent.lsp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on a virtual thread that is there while there are some. A task
 * that fails is logged and doesn't keep the next from running.
 */
final class InOrder {
  private static final System.Logger LOG = System.getLogger(InOrder.class.getName());

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean running;

  synchronized void run(Runnable task) {
    tasks.add(task);
    if (!running) {
      running = true;
      Thread.startVirtualThread(this::work);
    }
  }

  private void work() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "a message of a language client failed", e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = tasks.poll();
    running = task != null;
    return task;
  }
}
