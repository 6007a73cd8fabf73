package com.joyofhardware.agent.ports;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks every 2 s for ports that changed, while somebody wants to know. */
final class PortsWatch {
  private static final System.Logger LOG = System.getLogger(PortsWatch.class.getName());
  private static final long LOOK_SECONDS = 2;

  private final ScheduledExecutorService timers;

  /** What each subscriber knows. */
  private final Map<RpcConnection, Ports> subscribers = new HashMap<>();

  private List<ListeningSockets.Listener> seen = List.of();
  private Ports current = new Ports(List.of());
  private @Nullable Future<?> looking;

  PortsWatch(ScheduledExecutorService timers) {
    this.timers = timers;
  }

  /** Blocking. Whose a port is, is looked up only when the ports have changed: it costs most. */
  synchronized Ports now() {
    try {
      List<ListeningSockets.Listener> found = ListeningSockets.all();
      if (!found.equals(seen)) {
        current = new Ports(ListeningSockets.withOwners(found));
        seen = found;
      }
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException("the container's ports can't be listed", e);
    }
  }

  /** What listens now; from then on each change is a {@code ports/changed}. */
  Ports subscribe(RpcConnection connection) {
    Ports known;
    synchronized (this) {
      known = now();
      subscribers.put(connection, known);
      if (looking == null) {
        looking =
            timers.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::look),
                LOOK_SECONDS,
                LOOK_SECONDS,
                TimeUnit.SECONDS);
      }
    }
    connection.onClose(() -> leave(connection));
    return known;
  }

  private synchronized void leave(RpcConnection connection) {
    subscribers.remove(connection);
    if (subscribers.isEmpty() && looking != null) {
      looking.cancel(false);
      looking = null;
    }
  }

  private synchronized void look() {
    try {
      Ports ports = now();
      subscribers.replaceAll((connection, known) ->
          known.equals(ports) || !connection.notify("ports/changed", ports) ? known : ports);
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.WARNING, "looking for ports failed", e);
    }
  }
}
