package com.joyofhardware.agent.files;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Fs.ChangeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@code fs/changed} to one client: what happens within 50 ms goes together, several changes
 * of one path become one, and what a slow client leaves lying becomes "look at everything".
 */
final class ChangeFeed implements WatchListener {
  static final int MAX_PENDING = 4_096;
  private static final long BATCH_MILLIS = 50;
  private static final long RETRY_MILLIS = 250;

  private final RpcConnection client;
  private final ScheduledExecutorService timers;
  private final Map<String, ChangeKind> pending = new LinkedHashMap<>();
  private boolean overflow;
  private boolean scheduled;
  private boolean closed;

  ChangeFeed(RpcConnection client, ScheduledExecutorService timers) {
    this.client = client;
    this.timers = timers;
  }

  @Override
  public synchronized void changed(String path, ChangeKind kind) {
    if (closed || overflow || isInsideGit(path)) {
      return;
    }
    ChangeKind merged = merge(pending.get(path), kind);
    pending.put(path, merged);
    if (pending.size() > MAX_PENDING) {
      overflow();
      return;
    }
    schedule(BATCH_MILLIS);
  }

  @Override
  public synchronized void overflow() {
    pending.clear();
    overflow = true;
    schedule(BATCH_MILLIS);
  }

  synchronized void close() {
    closed = true;
    pending.clear();
  }

  private synchronized void flush() {
    scheduled = false;
    if (closed || (pending.isEmpty() && !overflow)) {
      return;
    }
    List<Fs.Change> changes = new ArrayList<>(pending.size());
    pending.forEach((path, kind) -> changes.add(new Fs.Change(path, kind)));
    if (client.notify("fs/changed", new Fs.Changed(changes, overflow))) {
      pending.clear();
      overflow = false;
    } else {
      schedule(RETRY_MILLIS);
    }
  }

  private void schedule(long millis) {
    if (!scheduled && !closed) {
      scheduled = true;
      timers.schedule(this::flush, millis, TimeUnit.MILLISECONDS);
    }
  }

  private static ChangeKind merge(@Nullable ChangeKind before, ChangeKind now) {
    if (before == null) {
      return now;
    }
    return switch (now) {
      case DELETED -> ChangeKind.DELETED;
      case CREATED -> before == ChangeKind.DELETED ? ChangeKind.CHANGED : before;
      case CHANGED -> before == ChangeKind.CREATED ? ChangeKind.CREATED : ChangeKind.CHANGED;
    };
  }

  /** Of {@code .git} a client sees what moves its markers: HEAD, the index and the refs. */
  private static boolean isInsideGit(String path) {
    int git = path.startsWith(".git/") ? 0 : path.indexOf("/.git/") + 1;
    if (git == 0 && !path.startsWith(".git/")) {
      return false;
    }
    String inside = path.substring(git + ".git/".length());
    boolean shown = inside.equals("HEAD") || inside.equals("index") || inside.startsWith("refs/");
    return !shown || inside.endsWith(".lock");
  }
}
