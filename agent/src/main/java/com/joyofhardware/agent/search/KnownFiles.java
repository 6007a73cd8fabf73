package com.joyofhardware.agent.search;

import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Search;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The files that the last walk found, until one comes or goes: who types into quick open asks again
 * with each letter. Forgotten a minute after the last question.
 */
final class KnownFiles implements WatchListener, AutoCloseable {
  /** Of a bigger workspace nothing is kept: the agent's memory is small. */
  static final long MOST_BYTES = 8 << 20;

  private static final long KEEP_SECONDS = 60;

  private record Known(Search.Scope scope, PathList paths) {}

  private final WorkspaceWatcher watcher;
  private final ScheduledExecutorService timers;
  private WorkspaceWatcher.@Nullable Subscription subscription;
  private @Nullable Known known;
  private @Nullable Future<?> forgetting;
  private long changes;

  KnownFiles(WorkspaceWatcher watcher, ScheduledExecutorService timers) {
    this.watcher = watcher;
    this.timers = timers;
  }

  synchronized Optional<PathList> of(Search.Scope scope) {
    Known last = known;
    if (last == null || !last.scope().equals(scope)) {
      return Optional.empty();
    }
    forgetLater();
    return Optional.of(last.paths());
  }

  /** To be asked before a walk, and given to {@link #keep} after it. */
  long changes() {
    // not under the lock: the first subscription walks the workspace, and events come meanwhile
    boolean first;
    synchronized (this) {
      first = subscription == null;
    }
    if (first) {
      WorkspaceWatcher.Subscription made = watcher.subscribe(this);
      synchronized (this) {
        if (subscription == null) {
          subscription = made;
          return changes;
        }
      }
      made.close();
    }
    synchronized (this) {
      return changes;
    }
  }

  synchronized void keep(Search.Scope scope, PathList paths, long asOf) {
    if (asOf == changes && watcher.seesAll()) {
      known = new Known(scope, paths);
      forgetLater();
    }
  }

  private synchronized void forget() {
    known = null;
  }

  private void forgetLater() {
    Future<?> before = forgetting;
    if (before != null) {
      before.cancel(false);
    }
    forgetting = timers.schedule(this::forget, KEEP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void changed(String path, Fs.ChangeKind kind) {
    // inside .git files come and go all the time; nobody opens one by its name
    boolean same = kind == Fs.ChangeKind.CHANGED && !path.endsWith("ignore");
    if (!same && !path.startsWith(".git/") && !path.contains("/.git/")) {
      overflow();
    }
  }

  @Override
  public synchronized void overflow() {
    changes++;
    known = null;
  }

  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
  }
}
