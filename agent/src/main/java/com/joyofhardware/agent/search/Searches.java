package com.joyofhardware.agent.search;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The searches that run, by connection and by the client's id; so many at once, so long each. */
final class Searches implements AutoCloseable {
  /** How it is done; a stopped one ends soon with what it has. */
  interface Search<T> {
    T run(Running running) throws Exception;
  }

  private final ScheduledExecutorService timers;
  private final Map<RpcConnection, Map<String, Running>> running = new HashMap<>();
  private int busy;

  Searches(ScheduledExecutorService timers) {
    this.timers = timers;
  }

  /** Runs a search on the caller's thread. */
  <T> T run(RpcConnection client, String id, Search<T> search) throws Exception {
    Running one = enter(client, id);
    try {
      begin(one);
      try {
        Future<?> timeUp = timers.schedule(one::stop, Limits.SEARCH_MILLIS, TimeUnit.MILLISECONDS);
        try {
          return search.run(one);
        } finally {
          timeUp.cancel(false);
        }
      } finally {
        end();
      }
    } finally {
      leave(client, id);
    }
  }

  void cancel(RpcConnection client, String id) {
    Running one;
    synchronized (this) {
      one = running.getOrDefault(client, Map.of()).get(id);
    }
    if (one != null) {
      one.stop();
    }
  }

  private Running enter(RpcConnection client, String id) {
    Running one = new Running();
    boolean first;
    synchronized (this) {
      first = !running.containsKey(client);
      Map<String, Running> its = running.computeIfAbsent(client, any -> new HashMap<>());
      if (its.putIfAbsent(id, one) != null) {
        throw new JoyException(
            ErrorCode.BAD_REQUEST, "a search '" + id + "' runs already; give each its own id");
      }
    }
    if (first) {
      client.onClose(() -> stopAll(client));
    }
    return one;
  }

  /** The map of a connection stays until it closes: it has one listener for that, not many. */
  private synchronized void leave(RpcConnection client, String id) {
    Map<String, Running> its = running.get(client);
    if (its != null) {
      its.remove(id);
    }
  }

  private void stopAll(RpcConnection client) {
    Map<String, Running> its;
    synchronized (this) {
      its = running.remove(client);
    }
    if (its != null) {
      Map.copyOf(its).values().forEach(Running::stop);
    }
  }

  /** Who types fast cancels one search and starts the next: it waits until there is room. */
  private void begin(Running one) throws InterruptedException {
    one.onStop(this::wake);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Limits.SEARCH_WAIT_MILLIS);
    synchronized (this) {
      while (busy >= Limits.MAX_SEARCHES && !one.stopped()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new JoyException(
              ErrorCode.LIMIT_REACHED,
              Limits.MAX_SEARCHES
                  + " searches run in this session already; wait for one to end or cancel it");
        }
        wait(left);
      }
      busy++;
    }
  }

  private synchronized void end() {
    busy--;
    notifyAll();
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public void close() {
    Map<RpcConnection, Map<String, Running>> all;
    synchronized (this) {
      all = Map.copyOf(running);
    }
    all.keySet().forEach(this::stopAll);
  }
}
