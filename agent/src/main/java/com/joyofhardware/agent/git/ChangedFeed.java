package com.joyofhardware.agent.git;

import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Git;
import java.util.EnumSet;
import java.util.Set;
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
    INDEX,
    REFS
  }

  private final RpcConnection client;
  private final ScheduledExecutorService timers;
  private final Set<Meaning> pending = EnumSet.noneOf(Meaning.class);
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
    add(Meaning.INDEX);
    add(Meaning.REFS);
  }

  synchronized void close() {
    closed = true;
  }

  private void add(Meaning meaning) {
    if (meaning == Meaning.NOTHING) {
      return;
    }
    pending.add(meaning);
    schedule();
  }

  private void schedule() {
    if (!scheduled && !closed && !pending.isEmpty()) {
      scheduled = true;
      timers.schedule(this::flush, BATCH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void flush() {
    scheduled = false;
    Git.Changed changed =
        new Git.Changed(pending.contains(Meaning.REFS), pending.contains(Meaning.INDEX));
    if (!closed && client.notify("git/changed", changed)) {
      pending.clear();
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
      case "index" -> Meaning.INDEX;
      case "MERGE_HEAD",
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
