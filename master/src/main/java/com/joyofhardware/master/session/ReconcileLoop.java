package com.joyofhardware.master.session;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Calls a round each tick, and earlier when something happened. One that fails is not the last. */
final class ReconcileLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReconcileLoop.class.getName());

  private final Runnable round;
  private final Duration tick;
  private final Semaphore hurry = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  ReconcileLoop(Runnable round, Duration tick) {
    this.round = round;
    this.tick = tick;
    this.thread = Thread.ofVirtual().name("reconcile").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Events that come together cause one round. */
  void hasten() {
    hurry.release();
  }

  private void run() {
    while (!closed) {
      try {
        round.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "reconcile_round_failed", e);
      }
      try {
        if (hurry.tryAcquire(tick.toMillis(), TimeUnit.MILLISECONDS)) {
          hurry.drainPermits();
        }
      } catch (InterruptedException e) {
        return; // closed
      }
    }
  }

  /** Waits for the round that runs. */
  @Override
  public void close() {
    closed = true;
    hurry.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
