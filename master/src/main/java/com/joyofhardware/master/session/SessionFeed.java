package com.joyofhardware.master.session;

import com.joyofhardware.master.session.Sessions.RouteListener;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.front.FrontMessage.Route;
import com.joyofhardware.protocol.front.FrontMessage.RouteState;
import com.joyofhardware.protocol.rest.Rest;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every change of a session. Routes go out on the caller's thread, before a request is
 * answered: who was told that a session is active finds its tunnel open. Followers may be slow, so
 * each has a thread of its own.
 */
final class SessionFeed {
  private static final System.Logger LOG = System.getLogger(SessionFeed.class.getName());

  private final List<RouteListener> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<SessionId, List<Follower>> followers = new ConcurrentHashMap<>();

  void subscribe(RouteListener listener) {
    listeners.add(listener);
  }

  void changed(SessionRow session, Rest.Session told) {
    for (RouteListener listener : listeners) {
      try {
        if (session.life().isOver()) {
          listener.ended(session.id());
        } else {
          listener.changed(route(session));
        }
      } catch (RuntimeException e) {
        // One listener's trouble is not the others', nor the session's.
        LOG.log(System.Logger.Level.ERROR, "route_listener_failed", e);
      }
    }
    tell(told);
  }

  /** For followers alone, e.g. when a place in the queue changed. */
  void tell(Rest.Session told) {
    followers.getOrDefault(told.id(), List.of()).forEach(it -> it.waiting.add(told));
  }

  boolean isFollowed(SessionId id) {
    return followers.containsKey(id);
  }

  AutoCloseable follow(SessionId id, Consumer<Rest.Session> listener) {
    Follower follower = new Follower(listener);
    followers.compute(
        id,
        (_, those) -> {
          List<Follower> more = those == null ? new CopyOnWriteArrayList<>() : those;
          more.add(follower);
          return more;
        });
    follower.thread = Thread.ofVirtual().name("follow-" + id).start(follower::run);
    return () -> {
      followers.computeIfPresent(
          id,
          (_, those) -> {
            those.remove(follower);
            return those.isEmpty() ? null : those;
          });
      follower.stop();
    };
  }

  static Route route(SessionRow session) {
    @Nullable Hold hold = session.life().holds().orElse(null);
    return new Route(
        session.id(),
        session.person(),
        session.project(),
        hold == null ? null : hold.container(),
        hold == null ? null : hold.claim(),
        hold == null ? null : hold.address(),
        state(session.life()));
  }

  private static RouteState state(SessionLife life) {
    return switch (life) {
      case SessionLife.Queued _, SessionLife.Starting _, SessionLife.Recovering _ ->
          RouteState.STARTING;
      case SessionLife.Active _, SessionLife.Dormant _ -> RouteState.READY;
      case SessionLife.Saving _ -> RouteState.SAVING;
      case SessionLife.Destroyed _, SessionLife.Failed _ ->
          throw new IllegalArgumentException("a session that is over has no route");
    };
  }

  private static final class Follower {
    private final Consumer<Rest.Session> listener;
    private final LinkedBlockingQueue<Rest.Session> waiting = new LinkedBlockingQueue<>();
    private volatile boolean stopped;
    private volatile @Nullable Thread thread;

    Follower(Consumer<Rest.Session> listener) {
      this.listener = listener;
    }

    void run() {
      try {
        while (!stopped) {
          Rest.Session next = waiting.take();
          if (!stopped) {
            listener.accept(next);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // it was closed
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "follower_failed", e);
      }
    }

    void stop() {
      stopped = true;
      Thread running = thread;
      if (running != null && running != Thread.currentThread()) {
        running.interrupt();
      }
    }
  }
}
