package com.joyofhardware.agent.buffer;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Buffers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells every page which buffers there are: the newest state, a few times a second at most. */
final class BufferNews {
  private static final Logger LOG = System.getLogger(BufferNews.class.getName());
  private static final long MERGE_MILLIS = 250;
  private static final long AGAIN_MILLIS = 1_000;

  private final Set<RpcConnection> clients;
  private final ScheduledExecutorService timers;
  private final Source source;
  private final AtomicBoolean due = new AtomicBoolean();
  private final Map<RpcConnection, Buffers.Listing> told = new ConcurrentHashMap<>();

  interface Source {
    Buffers.Listing now() throws IOException;
  }

  BufferNews(Set<RpcConnection> clients, ScheduledExecutorService timers, Source source) {
    this.clients = clients;
    this.timers = timers;
    this.source = source;
  }

  void tell() {
    tellAfter(MERGE_MILLIS);
  }

  private void tellAfter(long millis) {
    if (!clients.isEmpty() && due.compareAndSet(false, true)) {
      timers.schedule(() -> Thread.ofVirtual().start(this::send), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    due.set(false);
    Buffers.Listing now;
    try {
      now = source.now();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "buffers_not_listed", e);
      return;
    }
    told.keySet().retainAll(clients);
    boolean slow = false;
    for (RpcConnection client : clients) {
      if (!now.equals(told.get(client))) {
        if (client.notify("buffer/changed", now)) {
          told.put(client, now);
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
