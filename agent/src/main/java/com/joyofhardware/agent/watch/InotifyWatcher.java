package com.joyofhardware.agent.watch;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Inotify;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread that reads inotify events, begun with the first listener. */
final class InotifyWatcher implements WorkspaceWatcher {
  private static final Logger LOG = System.getLogger(InotifyWatcher.class.getName());
  private static final int BUFFER = 64 << 10;

  private final Path workspace;
  private final List<WatchListener> listeners = new CopyOnWriteArrayList<>();
  private final List<WalkListener> walkers = new CopyOnWriteArrayList<>();
  private @Nullable WatchedFolders folders;
  private boolean closed;

  InotifyWatcher(Path workspace) {
    this.workspace = workspace;
  }

  @Override
  public synchronized Subscription subscribe(WatchListener listener) {
    if (closed) {
      throw new JoyException(ErrorCode.STOPPING, "the agent is stopping");
    }
    listeners.add(listener);
    if (folders == null) {
      try {
        folders = walk();
      } catch (IOException e) {
        listeners.remove(listener);
        throw unwatchable(e);
      }
      Thread.ofPlatform().daemon().name("watcher").start(this::run);
    }
    return () -> listeners.remove(listener);
  }

  @Override
  public Subscription follow(WalkListener listener) {
    walkers.add(listener);
    listeners.add(listener);
    return () -> {
      walkers.remove(listener);
      listeners.remove(listener);
    };
  }

  @Override
  public synchronized boolean seesAll() {
    return folders != null && folders.seesAll();
  }

  @Override
  public synchronized boolean isOverLimit() {
    return folders != null && folders.isOverLimit();
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER, Long.BYTES);
      for (WatchedFolders now = current(); now != null; now = current()) {
        Events events = new Events(now);
        now.inotify().read(buffer, events);
        if (events.overflowed) {
          again();
        }
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the workspace is no longer watched", e);
      tell(WatchListener::overflow);
    }
  }

  private synchronized @Nullable WatchedFolders current() {
    return closed ? null : folders;
  }

  /**
   * Events were lost, new folders perhaps among them. A new instance begins with an empty queue,
   * which the old one's thousands of "watch ended" would fill again.
   */
  private void again() throws IOException {
    synchronized (this) {
      if (closed || folders == null) {
        return;
      }
      folders.close();
      folders = walk();
    }
    tell(WatchListener::overflow);
  }

  private WatchedFolders walk() throws IOException {
    WatchedFolders walked = new WatchedFolders(workspace, new Inotify());
    try {
      tell(walkers, WalkListener::walking);
      walked.addRoot((path, attributes) -> tell(walkers, to -> to.found(path, attributes)));
      return walked;
    } catch (IOException | RuntimeException e) {
      walked.close();
      throw e;
    }
  }

  private void tell(Consumer<WatchListener> what) {
    tell(listeners, what);
  }

  private static <L> void tell(List<L> listeners, Consumer<? super L> what) {
    for (L listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a listener of the workspace failed", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (folders != null) {
      folders.wake();
    }
  }

  private static JoyException unwatchable(IOException e) {
    if (e instanceof Errno errno && errno.number() == Errno.EMFILE) {
      return new JoyException(
          ErrorCode.LIMIT_REACHED,
          "this machine allows no further inotify instance: raise fs.inotify.max_user_instances",
          e);
    }
    return new JoyException(ErrorCode.INTERNAL, "the workspace can't be watched", e);
  }

  private final class Events implements Inotify.Receiver {
    private final WatchedFolders now;
    private boolean overflowed;

    Events(WatchedFolders now) {
      this.now = now;
    }

    @Override
    public void event(int watch, int mask, byte[] name) {
      if ((mask & Inotify.OVERFLOW) != 0) {
        overflowed = true;
        return;
      }
      synchronized (InotifyWatcher.this) {
        now.event(watch, mask, name, (path, kind) -> tell(to -> to.changed(path, kind)));
      }
    }
  }
}
