package com.joyofhardware.master.site;

import com.joyofhardware.protocol.rest.Rest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a session's states as server-sent events. A slow reader skips states: only the newest
 * waits, and who tells of it never does.
 */
final class EventStream {
  private static final String KEEP_ALIVE = ": keep-alive\n\n";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration pause;
  private Rest.@Nullable Session newest;
  private boolean ended;

  /**
   * @param pause after so long without a state a comment is sent, to see whether anybody listens
   */
  EventStream(Duration pause) {
    this.pause = pause;
  }

  void tell(Rest.Session session) {
    lock.lock();
    try {
      newest = session;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes until the session is over, the stream is ended, or {@code mayGoOn} says no.
   *
   * @throws IOException when the reader is gone
   */
  void writeTo(OutputStream out, BooleanSupplier mayGoOn) throws IOException, InterruptedException {
    while (true) {
      Rest.Session next = next();
      if (isEnded() || !mayGoOn.getAsBoolean()) {
        return;
      }
      String text =
          next == null
              ? KEEP_ALIVE
              : "event: session\ndata: " + RestJson.GSON.toJson(next, Rest.Session.class) + "\n\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (next != null && isOver(next)) {
        return;
      }
    }
  }

  private Rest.@Nullable Session next() throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (newest == null && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      Rest.Session taken = newest;
      newest = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOver(Rest.Session session) {
    return switch (session.state()) {
      case DESTROYED, FAILED -> true;
      case QUEUED, STARTING, ACTIVE, DORMANT, SAVING -> false;
    };
  }
}
