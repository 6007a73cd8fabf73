package com.joyofhardware.agent.git;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Git;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends {@code git/changed} to one client, all of a quarter of a second together. What a git of
 * ours only looks at changes nothing here: it takes no lock and refreshes no index.
 */
final class ChangedFeed implements WatchListener {
  private static final String GIT = ".git/";
  private static final long BATCH_MILLIS = 250;

  /** What a change means for source control. */
  enum Meaning {
    NOTHING,
    FILES,
    REFS
  }

  private final RpcConnection client;
  private final ScheduledExecutorService timers;
  private Meaning pending = Meaning.NOTHING;
  private boolean scheduled;
  private boolean closed;

  ChangedFeed(RpcConnection client, ScheduledExecutorService timers) {
    this.client = client;
    this.timers = timers;
  }

  @Override
  public synchronized void changed(String path, Fs.ChangeKind kind) {
    add(meaning(path));
  }

  @Override
  public synchronized void overflow() {
    add(Meaning.REFS);
  }

  synchronized void close() {
    closed = true;
  }

  private void add(Meaning meaning) {
    if (meaning.compareTo(pending) > 0) {
      pending = meaning;
    }
    schedule();
  }

  private void schedule() {
    if (!scheduled && !closed && pending != Meaning.NOTHING) {
      scheduled = true;
      timers.schedule(this::flush, BATCH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void flush() {
    scheduled = false;
    if (!closed && client.notify("git/changed", new Git.Changed(pending == Meaning.REFS))) {
      pending = Meaning.NOTHING;
    }
    schedule();
  }

  static Meaning meaning(String path) {
    if (path.equals(".git")) {
      return Meaning.REFS;
    }
    int nested = path.indexOf("/" + GIT);
    if (!path.startsWith(GIT)) {
      // a repository inside may be a submodule, of which its HEAD matters
      return nested < 0 || path.endsWith("/.git/HEAD") ? Meaning.FILES : Meaning.NOTHING;
    }
    String inside = path.substring(GIT.length());
    if (inside.endsWith(".lock")) {
      return Meaning.NOTHING;
    }
    if (inside.startsWith("refs/")) {
      return Meaning.REFS;
    }
    return switch (inside) {
      case "HEAD", "packed-refs", "shallow", "config" -> Meaning.REFS;
      case "index",
          "MERGE_HEAD",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "rebase-merge",
          "rebase-apply",
          "info/exclude",
          "info/attributes" ->
          Meaning.FILES;
      default -> Meaning.NOTHING;
    };
  }
}
