package com.joyofhardware.master.session;

import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.link.AgentLinks;
import com.joyofhardware.master.link.NobodysListener;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the agents of containers that nobody has how they are, each on a thread of its own and away
 * from the tick, so that a claim finds it known.
 */
final class AgentWatch {
  private static final System.Logger LOG = System.getLogger(AgentWatch.class.getName());

  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_FIRST_PROBES = Duration.ofMillis(25);
  private static final Duration BETWEEN_LATER_PROBES = Duration.ofSeconds(10);

  /** A single miss is a busy machine. */
  private static final int MISSES = 3;

  private final AgentLinks links;
  private final Supplier<Claim> fence;
  private final Executor threads;
  private final InstantSource clock;
  private final Runnable changed;
  private final Map<ContainerId, Watch> watched = new ConcurrentHashMap<>();

  /**
   * A container to watch.
   *
   * @param known it is in the database: it was started by this master, so nobody can own it
   * @param patience how long an unknown one may take to answer
   */
  record Target(ContainerId id, AgentAddress address, boolean known, Duration patience) {}

  private static final class Watch {
    volatile @Nullable AgentView view;
    volatile boolean running;
    volatile long nextMillis;
    int misses;
    final long since;

    Watch(long since) {
      this.since = since;
    }
  }

  /**
   * Watches nothing yet.
   *
   * @param fence a claim newer than all others, to ask an agent whose it is
   * @param changed called when a view changed
   */
  AgentWatch(
      AgentLinks links,
      Supplier<Claim> fence,
      Executor threads,
      InstantSource clock,
      Runnable changed) {
    this.links = links;
    this.fence = fence;
    this.threads = threads;
    this.clock = clock;
    this.changed = changed;
  }

  /** Watches these and no others. */
  void watch(Collection<Target> targets) {
    Set<ContainerId> ids = new HashSet<>();
    long now = clock.millis();
    for (Target target : targets) {
      ids.add(target.id());
      Watch watch = watched.computeIfAbsent(target.id(), _ -> new Watch(now));
      if (!watch.running && now >= watch.nextMillis) {
        watch.running = true;
        threads.execute(() -> probe(target, watch));
      }
    }
    watched.keySet().retainAll(ids);
  }

  Map<ContainerId, AgentView> views() {
    Map<ContainerId, AgentView> views = new ConcurrentHashMap<>();
    watched.forEach((id, watch) -> {
      AgentView view = watch.view;
      if (view != null) {
        views.put(id, view);
      }
    });
    return views;
  }

  /** Probes until there is a first answer; later once a call. */
  private void probe(Target target, Watch watch) {
    try {
      do {
        AgentView before = watch.view;
        look(target, watch);
        if (watch.view != before) {
          changed.run();
        }
      } while (watch.view == null
          && watched.get(target.id()) == watch
          && Pause.of(BETWEEN_FIRST_PROBES));
    } finally {
      watch.nextMillis = clock.millis() + BETWEEN_LATER_PROBES.toMillis();
      watch.running = false;
    }
  }

  private void look(Target target, Watch watch) {
    if (links.isReady(target.address(), PROBE)) {
      watch.misses = 0;
      AgentView view = watch.view;
      if (view == null || view == AgentView.SILENT) {
        watch.view = target.known() ? AgentView.WARM : whose(target);
      }
      if (watch.view == AgentView.WARM) {
        prepare(target);
      }
    } else if (watch.view != null) {
      watch.misses++;
      if (watch.misses >= MISSES) {
        watch.view = AgentView.SILENT;
      }
    } else if (!target.known() && clock.millis() - watch.since > target.patience().toMillis()) {
      watch.view = AgentView.SILENT;
    }
  }

  private void prepare(Target target) {
    try {
      links.prepare(target.id(), target.address(), fence);
    } catch (IOException e) {
      // A claim opens the link itself then, and takes longer.
      LOG.log(System.Logger.Level.DEBUG, "link_not_prepared container=" + target.id(), e);
    }
  }

  private @Nullable AgentView whose(Target target) {
    try (AgentLink link =
        links.open(target.id(), target.address(), fence.get(), new NobodysListener(() -> {}))) {
      return link.hello().claim() == null ? AgentView.WARM : AgentView.PERSONAL;
    } catch (IOException e) {
      // It is asked again; one that never says is of no use.
      return null;
    }
  }
}
