package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What becomes of sessions and containers when the master stops. */
final class Shutdown {
  private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

  /** A container is stopped within a second; this is for a machine that is out of breath. */
  private static final Duration STOPPING = Duration.ofSeconds(20);

  private final ContainerEngine engine;
  private final ContainerTable containers;
  private final Applier applier;
  private final SessionRegistry registry;
  private final Timings timings;
  private final ExecutorService threads;

  Shutdown(
      ContainerEngine engine,
      ContainerTable containers,
      Applier applier,
      SessionRegistry registry,
      Timings timings,
      ExecutorService threads) {
    this.engine = engine;
    this.containers = containers;
    this.applier = applier;
    this.registry = registry;
    this.timings = timings;
    this.threads = threads;
  }

  List<Unsaved> leave() {
    registry.all().forEach(LiveSession::leave);
    return List.of();
  }

  List<Unsaved> saveAndStop() {
    List<LiveSession> sessions = List.copyOf(registry.all());
    List<Future<Optional<String>>> saves = new ArrayList<>();
    for (LiveSession session : sessions) {
      saves.add(threads.submit(() -> session.shutDown(timings.shutdownSave())));
    }
    List<Unsaved> unsaved = new ArrayList<>();
    long deadline = System.nanoTime() + timings.shutdownSave().toNanos();
    for (int i = 0; i < sessions.size(); i++) {
      SessionRow row = sessions.get(i).row();
      String why = outcome(saves.get(i), deadline);
      if (why != null) {
        unsaved.add(new Unsaved(row.id(), row.person(), row.project(), why));
      }
    }
    stopContainers();
    sessions.forEach(LiveSession::leave);
    return unsaved;
  }

  private static @Nullable String outcome(Future<Optional<String>> save, long deadline) {
    try {
      long left = Math.max(0, deadline - System.nanoTime()) + TimeUnit.SECONDS.toNanos(1);
      return save.get(left, TimeUnit.NANOSECONDS).orElse(null);
    } catch (TimeoutException e) {
      return "there was no time left";
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "session_not_saved", e);
      return String.valueOf(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the stop was interrupted";
    }
  }

  /** Every container but those of sessions that aren't saved. */
  private void stopContainers() {
    awaitStarts();
    List<Future<?>> stops = new ArrayList<>();
    for (ContainerRow row : containers.all()) {
      if (containers.giveUp(row.id(), false, "the master stops")) {
        stops.add(threads.submit(() -> stop(row)));
      }
    }
    long deadline = System.nanoTime() + STOPPING.toNanos();
    for (Future<?> stop : stops) {
      try {
        stop.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // The row says that it is to be stopped: the next start does it.
        LOG.log(System.Logger.Level.WARNING, "container_not_stopped", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** One that is still starting has no row yet, and would be left to run by itself. */
  private void awaitStarts() {
    try {
      if (!applier.awaitStarts(STOPPING)) {
        LOG.log(System.Logger.Level.WARNING, "container_start_not_over");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(ContainerRow row) {
    try {
      engine.stop(row.id());
      containers.forget(row.id());
    } catch (EngineException e) {
      LOG.log(System.Logger.Level.WARNING, "container_not_stopped container=" + row.id(), e);
    }
  }
}
