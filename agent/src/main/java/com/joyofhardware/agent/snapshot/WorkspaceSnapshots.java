package com.joyofhardware.agent.snapshot;

import com.joyofhardware.agent.watch.WatchListener;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.agent.Fs;
import com.joyofhardware.protocol.agent.Safety;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workspace as the control room handles it: made once, then kept safe. */
public final class WorkspaceSnapshots implements AutoCloseable {
  private static final Safety NOTHING = new Safety(false, null, null, List.of(), 0, List.of(), 0);

  private final Workspace workspace;
  private final WorkspaceWatcher watcher;
  private final InstantSource clock;
  private final List<Consumer<Safety>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Kept kept;
  private WorkspaceWatcher.@Nullable Subscription subscription;
  private volatile Set<String> preferred = Set.of();
  private boolean closed;

  private record Kept(Snapshotter snapshotter, SnapshotLoop loop) {}

  public WorkspaceSnapshots(Path root, Path state, WorkspaceWatcher watcher, InstantSource clock) {
    this.workspace = new Workspace(root, state, clock);
    this.watcher = watcher;
    this.clock = clock;
  }

  /** Lays the workspace out. Nothing else may write to it meanwhile. */
  public void make(Personalise message, Workspace.Transfers transfers) throws IOException {
    Snapshotter snapshotter = workspace.make(message, transfers);
    kept =
        new Kept(
            snapshotter,
            new SnapshotLoop(snapshotter, clock::millis, watcher::seesAll, this::tell));
    snapshotter.prefer(preferred);
  }

  /** Of the files that git ignores these are kept before others; the limit of all stays. */
  public void prefer(Set<String> paths) {
    Set<String> raws = paths.stream().map(RawName::ofText).collect(Collectors.toSet());
    Set<String> come = new HashSet<>(raws);
    come.removeAll(preferred);
    preferred = raws;
    Kept now = kept;
    if (now != null) {
      now.snapshotter().prefer(raws);
      come.forEach(now.loop()::mark); // they may have been left out
    }
  }

  /** From now on changes are seen and saved. Takes its time when there are many folders. */
  public synchronized void begin() {
    SnapshotLoop loop = loop().orElseThrow(() -> new IllegalStateException("nothing is made yet"));
    if (closed) {
      return;
    }
    subscription = watcher.subscribe(new Marks(loop));
    loop.markEverything(); // what changed before the watcher saw it
    loop.start();
  }

  /** The text of an unsaved editor changed, or went; it is called as a person would. */
  public void unsaved(String name) {
    loop().ifPresent(loop -> loop.markUnsaved(name));
  }

  private Optional<SnapshotLoop> loop() {
    Kept now = kept;
    return now == null ? Optional.empty() : Optional.of(now.loop());
  }

  public void takeHistory(List<Ref> refs, InputStream pack) throws IOException {
    workspace.takeHistory(refs, pack);
    Kept now = kept;
    if (now != null) {
      now.loop()
          .between(() -> {
            now.snapshotter().top().awaitsHistory(false);
            now.snapshotter().knowTips(refs.stream().map(Ref::id).collect(Collectors.toSet()));
          });
      now.loop().mark(Scanner.GIT);
    }
  }

  public void attach(Master master) {
    loop().ifPresent(loop -> loop.attach(master));
  }

  public void detach(Master master) {
    loop().ifPresent(loop -> loop.detach(master));
  }

  public CompletableFuture<Saved> save(boolean last) {
    return loop()
        .map(loop -> loop.save(last))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("there is no workspace to save")));
  }

  /** The last snapshot known to be stored. */
  public Optional<String> stored() {
    Kept now = kept;
    ObjectId commit = now == null ? null : now.snapshotter().storedCommit();
    return Optional.ofNullable(commit).map(ObjectId::toString);
  }

  public Safety safety() {
    return loop().map(SnapshotLoop::safety).orElse(NOTHING);
  }

  /** Tells of each change of safety; must not block. */
  public void onSafety(Consumer<Safety> listener) {
    listeners.add(listener);
  }

  private void tell(Safety safety) {
    listeners.forEach(listener -> listener.accept(safety));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
    loop().ifPresent(SnapshotLoop::close);
  }

  private record Marks(SnapshotLoop loop) implements WatchListener {
    @Override
    public void changed(String path, Fs.ChangeKind kind) {
      loop.mark(RawName.ofText(path));
    }

    @Override
    public void overflow() {
      loop.markEverything();
    }
  }
}
