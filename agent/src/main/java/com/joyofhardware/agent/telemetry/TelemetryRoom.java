package com.joyofhardware.agent.telemetry;

import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.protocol.agent.Telemetry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code telemetry/subscribe}: a sample a second to everybody who asked, measured once for all and
 * only while somebody listens. A slow client misses samples.
 */
public final class TelemetryRoom {
  private static final Logger LOG = System.getLogger(TelemetryRoom.class.getName());

  /** Asks for samples; there is nothing to choose. */
  record Subscribe() {}

  private final Services services;
  private final Telemeter telemeter;
  private final Set<RpcConnection> clients = ConcurrentHashMap.newKeySet();
  private @Nullable Future<?> ticking;
  private volatile boolean sampling;

  private TelemetryRoom(Services services, Telemeter telemeter) {
    this.services = services;
    this.telemeter = telemeter;
  }

  public static void open(Services services) throws IOException {
    TelemetryRoom room =
        new TelemetryRoom(
            services, new Telemeter(Telemeter.source(Host.local()), InstantSource.system()));
    services
        .rpc()
        .method(
            "telemetry/subscribe",
            Subscribe.class,
            (client, nothing) -> {
              room.subscribe(client);
              return null;
            });
  }

  private synchronized void subscribe(RpcConnection client) {
    if (!clients.add(client)) {
      return;
    }
    client.onClose(() -> leave(client));
    if (ticking == null) {
      ticking = services.timers().scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }
  }

  private synchronized void leave(RpcConnection client) {
    clients.remove(client);
    if (clients.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  /** Reading files blocks, so not on the event loop. */
  private void tick() {
    if (!sampling) {
      sampling = true;
      Thread.startVirtualThread(this::sample);
    }
  }

  private void sample() {
    try {
      Telemetry sample = telemeter.sample();
      clients.forEach(client -> client.notify("telemetry/sample", sample));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "no telemetry this second", e);
    } finally {
      sampling = false;
    }
  }
}
