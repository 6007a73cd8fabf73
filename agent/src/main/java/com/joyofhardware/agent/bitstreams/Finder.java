package com.joyofhardware.agent.bitstreams;

import com.joyofhardware.agent.beneath.Attributes;
import com.joyofhardware.agent.watch.WalkListener;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.agent.Fs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has every file looked at that came or changed, soon after, on a thread that is there only while
 * there is something to look at.
 */
final class Finder implements WalkListener {
  private static final Logger LOG = System.getLogger(Finder.class.getName());

  /** What waits to be looked at. More come at once only while a tree of files is unpacked. */
  private static final int MOST = 20_000;

  /** So many events of a build go together. */
  private static final long MERGE_MILLIS = 100;

  private final Inspector inspector;
  private final ScheduledExecutorService timers;

  /** Paths, and whether something was seen to happen there. */
  private final SequencedMap<String, Boolean> waiting = new LinkedHashMap<>();

  private boolean begun;
  private boolean dropped;

  Finder(Inspector inspector, ScheduledExecutorService timers) {
    this.inspector = inspector;
    this.timers = timers;
  }

  @Override
  public void walking() {
    inspector.watching();
  }

  @Override
  public void found(String path, Attributes attributes) {
    if (SmallFile.mayBe(attributes)) {
      look(path, false);
    }
  }

  @Override
  public void changed(String path, Fs.ChangeKind kind) {
    look(path);
  }

  /** The walk before this told of what is there; what is gone nobody told of. */
  @Override
  public void overflow() {
    look("");
  }

  /** Something happened at a path; it is looked at soon. */
  void look(String path) {
    look(path, true);
  }

  private synchronized void look(String path, boolean happened) {
    if (isInsideGit(path)) {
      return;
    }
    if (waiting.size() >= MOST) {
      if (!dropped) {
        dropped = true;
        LOG.log(Level.WARNING, "too many files at once to look for bitstreams in all: {0}", MOST);
      }
      return;
    }
    waiting.merge(path, happened, Boolean::logicalOr);
    if (!begun) {
      begun = true;
      timers.schedule(
          () -> Thread.ofPlatform().daemon().name("bitstreams").start(this::run),
          MERGE_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    for (Map.Entry<String, Boolean> next = next(); next != null; next = next()) {
      String path = next.getKey();
      boolean happened = next.getValue();
      try {
        if (!inspector.inspect(path, happened, this::look)) {
          timers.schedule(() -> look(path, happened), Inspector.REST_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (IOException | UncheckedIOException | JoyException e) {
        LOG.log(Level.WARNING, "a file could not be looked at", e);
      }
    }
  }

  private synchronized Map.@Nullable Entry<String, Boolean> next() {
    if (waiting.isEmpty()) {
      begun = false;
      dropped = false;
      return null;
    }
    return waiting.pollFirstEntry();
  }

  private static boolean isInsideGit(String path) {
    return path.startsWith(".git/") || path.contains("/.git/");
  }
}
