package com.joyofhardware.protocol.control;

import com.joyofhardware.protocol.Limits;
import java.io.IOException;
import java.time.Duration;

/**
 * Shows the other side of a link that this one lives, and notices when the other is gone without a
 * word: a machine without power ends no connection. Silence is counted in beats, not read from a
 * clock: who was frozen or asleep meanwhile has counted none.
 */
public final class Heartbeat implements AutoCloseable {
  public static final Duration EVERY = Duration.ofSeconds(Limits.CONTROL_BEAT_SECONDS);

  private final Arrivals in;
  private final FrameOutput out;
  private final Duration every;
  private final Runnable silent;
  private final Thread thread;

  /**
   * Beats until it is closed.
   *
   * @param silent called once when the other side has said nothing for {@link
   *     Limits#CONTROL_MISSED_BEATS}
   */
  public Heartbeat(Arrivals in, FrameOutput out, Duration every, Runnable silent) {
    this.in = in;
    this.out = out;
    this.every = every;
    this.silent = silent;
    this.thread = Thread.ofVirtual().name("heartbeat").start(this::run);
  }

  private void run() {
    long seen = in.reads();
    int missed = 0;
    try {
      while (missed < Limits.CONTROL_MISSED_BEATS) {
        // Apart: it blocks while the other side takes nothing, and then the count must go on.
        Thread.ofVirtual().name("beat").start(this::beat);
        Thread.sleep(every);
        boolean quiet = in.isWaiting() && in.reads() == seen;
        seen = in.reads();
        missed = quiet ? missed + 1 : 0;
      }
    } catch (InterruptedException e) {
      return; // closed
    }
    silent.run();
  }

  private void beat() {
    try {
      out.beat();
    } catch (IOException e) {
      return; // the link is over: its reader sees that too
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
