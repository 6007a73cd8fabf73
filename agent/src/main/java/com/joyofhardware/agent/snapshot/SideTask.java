package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Work on a thread of its own: somebody waits, and there is more than one processor. */
public final class SideTask {
  private final FutureTask<Void> task;

  private SideTask(FutureTask<Void> task) {
    this.task = task;
  }

  /** What is to be done. */
  public interface Work {
    void run() throws IOException;
  }

  public static SideTask start(String thread, Work work) {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          work.run();
          return null;
        });
    Thread.ofPlatform().daemon().name(thread).start(task);
    return new SideTask(task);
  }

  /** Waits until it is done; throws what it threw. */
  public void join() throws IOException {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a workspace was made", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }

  /** Waits until all are done, also when one has failed; throws what the first of them threw. */
  static void joinAll(List<SideTask> tasks) throws IOException {
    @Nullable Exception failure = null;
    for (SideTask task : tasks) {
      try {
        task.join();
      } catch (IOException | RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
