package com.joyofhardware.agent.control;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Safety;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells subscribers what is safe: always the newest state, a few times a second at most, and again
 * to those who were too slow to hear it.
 */
final class SafetyNews {
  private static final long MERGE_MILLIS = 100;
  private static final long AGAIN_MILLIS = 1_000;

  private final Set<RpcConnection> subscribed;
  private final ScheduledExecutorService timers;
  private final Supplier<Safety> now;
  private final AtomicBoolean due = new AtomicBoolean();
  private final Map<RpcConnection, Safety> told = new ConcurrentHashMap<>();

  SafetyNews(Set<RpcConnection> subscribed, ScheduledExecutorService timers, Supplier<Safety> now) {
    this.subscribed = subscribed;
    this.timers = timers;
    this.now = now;
  }

  void tell() {
    tellAfter(MERGE_MILLIS);
  }

  private void tellAfter(long millis) {
    if (!subscribed.isEmpty() && due.compareAndSet(false, true)) {
      timers.schedule(this::send, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    due.set(false);
    Safety safety = now.get();
    told.keySet().retainAll(subscribed);
    boolean slow = false;
    for (RpcConnection connection : subscribed) {
      if (!safety.equals(told.get(connection))) {
        if (connection.notify("safety/changed", safety)) {
          told.put(connection, safety);
        } else {
          slow = true;
        }
      }
    }
    if (slow) {
      tellAfter(AGAIN_MILLIS);
    }
  }
}
