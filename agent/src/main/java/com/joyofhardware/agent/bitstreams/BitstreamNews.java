package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Bitstreams;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells who wants to know which bitstreams there are: the newest list, and again to the slow. */
final class BitstreamNews {
  private static final long MERGE_MILLIS = 50;
  private static final long AGAIN_MILLIS = 500;

  private final ScheduledExecutorService timers;
  private final Supplier<Bitstreams> now;

  /** What each subscriber knows. */
  private final Map<RpcConnection, Bitstreams> subscribers = new HashMap<>();

  private boolean due;

  BitstreamNews(ScheduledExecutorService timers, Supplier<Bitstreams> now) {
    this.timers = timers;
    this.now = now;
  }

  /** What there is; from then on each change is a {@code bitstreams/changed}. */
  Bitstreams subscribe(RpcConnection connection) {
    Bitstreams known;
    synchronized (this) {
      known = now.get();
      subscribers.put(connection, known);
    }
    connection.onClose(() -> leave(connection));
    return known;
  }

  private synchronized void leave(RpcConnection connection) {
    subscribers.remove(connection);
  }

  synchronized void tell() {
    tellAfter(MERGE_MILLIS);
  }

  private void tellAfter(long millis) {
    if (!due && !subscribers.isEmpty()) {
      due = true;
      timers.schedule(this::send, millis, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void send() {
    due = false;
    Bitstreams news = now.get();
    subscribers.replaceAll((connection, known) ->
        known.equals(news) || !connection.notify("bitstreams/changed", news) ? known : news);
    if (subscribers.values().stream().anyMatch(known -> !known.equals(news))) {
      tellAfter(AGAIN_MILLIS);
    }
  }
}
