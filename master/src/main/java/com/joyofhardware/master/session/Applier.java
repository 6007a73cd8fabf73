package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.dao.DataAccessException;

/**
 * Does what a plan says, each step by itself: one that fails is returned, remembered with the time
 * before which it isn't tried again, and stops no other.
 */
final class Applier {
  private static final System.Logger LOG = System.getLogger(Applier.class.getName());

  private final ContainerEngine engine;
  private final ContainerTable containers;
  private final SessionSettings settings;
  private final Clock clock;
  private final ExecutorService threads;
  private final Losses losses;
  private final Runnable hasten;
  private final Pace pace;
  private final Set<ContainerId> busy;
  private final Backoff<Pool> starts = new Backoff<>(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final Backoff<ContainerId> stops =
      new Backoff<>(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final Map<Pool, Integer> starting = new HashMap<>();
  private final AtomicLong startsDone = new AtomicLong();

  /** Hears which session lost its container. */
  interface Losses {
    void lost(SessionId session, ContainerId container, String why);
  }

  /** A step that failed. */
  record Failure(Step step, String why) {}

  Applier(
      ContainerEngine engine,
      ContainerTable containers,
      SessionSettings settings,
      Clock clock,
      ExecutorService threads,
      Pace pace,
      Set<ContainerId> busy,
      Losses losses,
      Runnable hasten) {
    this.engine = engine;
    this.containers = containers;
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
    this.pace = pace;
    this.busy = busy;
    this.losses = losses;
    this.hasten = hasten;
  }

  /** Returns at once; done when every step is, with those that failed. */
  CompletableFuture<List<Failure>> apply(List<Step> plan) {
    List<CompletableFuture<Optional<Failure>>> running = new ArrayList<>();
    for (Step step : plan) {
      running.add(begin(step));
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> running.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }

  private CompletableFuture<Optional<Failure>> begin(Step step) {
    try {
      return switch (step) {
        case Step.Start start -> start(start);
        case Step.Stop stop -> stop(stop, stop.container(), false, stop.why());
        case Step.Fail fail -> {
          starts.failed(fail.pool(), clock.instant(), fail.why());
          yield stop(fail, fail.container(), true, fail.why());
        }
        case Step.Ready(ContainerId container, Pool pool) -> {
          containers.ready(container);
          starts.succeeded(pool);
          yield fine();
        }
        case Step.Adopt(Container container) -> {
          containers.add(container, true);
          yield fine();
        }
        case Step.Lost(ContainerId container, SessionId session, String why) -> {
          losses.lost(session, container, why);
          yield fine();
        }
        case Step.Forget(ContainerId container) -> {
          containers.forget(container);
          yield fine();
        }
        case Step.Retry _ -> fine();
      };
    } catch (DataAccessException e) {
      return CompletableFuture.completedFuture(Optional.of(failure(step, e)));
    }
  }

  private static CompletableFuture<Optional<Failure>> fine() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletableFuture<Optional<Failure>> start(Step.Start start) {
    Pool pool = start.pool();
    pace.started();
    count(pool, 1);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Container container = engine.start(spec(pool));
            containers.add(container, false);
            return Optional.empty();
          } catch (EngineException | RuntimeException e) {
            starts.failed(pool, clock.instant(), String.valueOf(e.getMessage()));
            return Optional.of(failure(start, e));
          } finally {
            startsDone.incrementAndGet();
            count(pool, -1);
            hasten.run();
          }
        },
        threads);
  }

  private ContainerSpec spec(Pool pool) {
    NodeCapacity node =
        engine.nodes().stream()
            .filter(it -> it.name().equals(pool.node()))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("node " + pool.node() + " is gone"));
    return new ContainerSpec(
        pool.node(),
        pool.size(),
        settings.pools().resources(node, pool.size()),
        settings.clusterKey());
  }

  /** The row first, so that nobody claims it; a row that somebody has claimed since is let be. */
  private CompletableFuture<Optional<Failure>> stop(
      Step step, ContainerId container, boolean failed, String why) {
    boolean known = containers.find(container).isPresent();
    if ((known && !containers.giveUp(container, failed, why)) || !busy.add(container)) {
      return fine();
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            engine.stop(container);
            containers.forget(container);
            stops.succeeded(container);
            return Optional.empty();
          } catch (EngineException | RuntimeException e) {
            stops.failed(container, clock.instant(), String.valueOf(e.getMessage()));
            return Optional.of(failure(step, e));
          } finally {
            busy.remove(container);
            hasten.run();
          }
        },
        threads);
  }

  private static Failure failure(Step step, Exception e) {
    LOG.log(System.Logger.Level.WARNING, "step_failed " + step, e);
    return new Failure(step, String.valueOf(e.getMessage()));
  }

  /** Containers that are being stopped, or rest after a stop that failed. */
  Set<ContainerId> busy() {
    Set<ContainerId> all = new java.util.HashSet<>(busy);
    Instant now = clock.instant();
    stops
        .notBefore()
        .forEach((id, notBefore) -> {
          if (notBefore.isAfter(now)) {
            all.add(id);
          }
        });
    return all;
  }

  synchronized Map<Pool, Integer> starting() {
    return Map.copyOf(starting);
  }

  private synchronized void count(Pool pool, int change) {
    starting.merge(pool, change, (a, b) -> a + b == 0 ? null : a + b);
    notifyAll();
  }

  /** Waits until no container is being started; whether none is. */
  synchronized boolean awaitStarts(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!starting.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Grows with every start that is over. */
  long startsDone() {
    return startsDone.get();
  }

  Backoff<Pool> starts() {
    return starts;
  }
}
