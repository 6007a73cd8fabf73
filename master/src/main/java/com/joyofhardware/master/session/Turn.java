package com.joyofhardware.master.session;

import com.joyofhardware.protocol.SessionId;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thing at a time happen to a session, on threads that may wait. */
final class Turn {
  private static final System.Logger LOG = System.getLogger(Turn.class.getName());

  private final SessionId session;
  private final ExecutorService threads;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean attended;
  private volatile boolean stopping;

  Turn(SessionId session, ExecutorService threads, boolean attended) {
    this.session = session;
    this.threads = threads;
    this.attended = attended;
  }

  /** A task that sees to the session's present life is on its way. */
  boolean isAttended() {
    return attended;
  }

  /** The master stops: what fails now is its own doing, and nothing is concluded from it. */
  boolean isStopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  /** Runs the task here if nothing else happens now; whether it did. */
  boolean tryRun(Runnable task) {
    if (!lock.tryLock()) {
      return false;
    }
    return runLocked(task);
  }

  boolean tryRun(Duration wait, Runnable task) throws InterruptedException {
    if (!lock.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    return runLocked(task);
  }

  private boolean runLocked(Runnable task) {
    try {
      task.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Runs the task in its turn, elsewhere. */
  void later(Runnable task) {
    threads.execute(() -> alone(task));
  }

  /** As {@link #later}; until it is done the session is attended. */
  void attend(Runnable task) {
    attended = true;
    later(() -> {
      try {
        task.run();
      } finally {
        attended = false;
      }
    });
  }

  /** Runs what waits long and changes nothing, beside whatever happens. */
  void beside(Runnable task) {
    threads.execute(task);
  }

  /** Waits for its turn and runs the task here. */
  void alone(Runnable task) {
    lock.lock();
    try {
      task.run();
    } catch (RuntimeException e) {
      // The next tick finds it as the database has it, and goes on from there; or the next master.
      System.Logger.Level level = stopping ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
      LOG.log(level, "session_task_failed session=" + session, e);
    } finally {
      lock.unlock();
    }
  }
}
