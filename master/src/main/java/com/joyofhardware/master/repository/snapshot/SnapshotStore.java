package com.joyofhardware.master.repository.snapshot;

import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Snapshots;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Snapshots on disk, under one folder: {@code person/project.git}. */
public final class SnapshotStore implements Snapshots {
  private static final System.Logger LOG = System.getLogger(SnapshotStore.class.getName());

  private final Path folder;
  private final Function<Project, Path> projectRepositories;
  private final Clock clock;
  private final RollUp rollUp;
  private final Map<Path, SnapshotRepository> repositories = new ConcurrentHashMap<>();

  /**
   * A store.
   *
   * @param projectRepositories where a project's bare repository is; it must never prune objects,
   *     because snapshots stand on them
   */
  public SnapshotStore(Path folder, Function<Project, Path> projectRepositories, Clock clock) {
    this.folder = folder;
    this.projectRepositories = projectRepositories;
    this.clock = clock;
    this.rollUp = new RollUp();
  }

  private SnapshotRepository repository(Workspace workspace) {
    Path path =
        folder
            .resolve(Long.toString(workspace.personId()))
            .resolve(workspace.project().id() + ".git");
    return repositories.computeIfAbsent(
        path,
        at -> {
          SnapshotRepository home =
              new SnapshotRepository(at, projectRepositories.apply(workspace.project()));
          sweep(home);
          return home;
        });
  }

  /**
   * What a crash left: nothing is on its way yet when a repository is opened for the first time.
   */
  private static void sweep(SnapshotRepository home) {
    try {
      Quarantine.sweep(home);
      RollUp.sweep(home);
    } catch (IOException e) {
      // It only takes room; the next start tries again.
      LOG.log(System.Logger.Level.WARNING, "snapshot_sweep_failed", e);
    }
  }

  @Override
  public Optional<String> latest(Workspace workspace) throws IOException {
    return kept(workspace).stream().findFirst();
  }

  @Override
  public List<String> kept(Workspace workspace) throws IOException {
    SnapshotRepository home = repository(workspace);
    if (!home.exists()) {
      return List.of();
    }
    try (Repository repository = home.open()) {
      return WorkspaceRefs.of(workspace.ref()).kept(repository).stream()
          .map(ObjectId::name)
          .toList();
    }
  }

  @Override
  public void fence(Workspace workspace, Claim claim) throws IOException {
    SnapshotRepository home = repository(workspace);
    home.locked(() -> {
      raise(home, workspace, claim);
    });
  }

  private static void raise(SnapshotRepository home, Workspace workspace, Claim claim)
      throws IOException {
    WorkspaceRefs refs = WorkspaceRefs.of(workspace.ref());
    Optional<Claim> fence = home.fence(refs);
    if (fence.isPresent() && fence.get().isNewerThan(claim)) {
      throw new JoyException(
          ErrorCode.CONFLICT,
          "claim "
              + claim
              + " was overtaken by "
              + fence.get()
              + "; this workspace lives elsewhere");
    }
    if (fence.isEmpty() || claim.isNewerThan(fence.get())) {
      home.raise(refs, claim);
    }
  }

  @Override
  public void store(Workspace workspace, Claim claim, String commit, Packs packs)
      throws IOException {
    SnapshotRepository home = repository(workspace);
    home.create();
    ObjectId id = parse(commit);
    // Taken in without the lock: an agent that sends slowly holds up nobody else.
    try (Quarantine quarantine = Quarantine.open(home)) {
      quarantine.take(packs);
      home.locked(() -> {
        raise(home, workspace, claim);
        home.settle(WorkspaceRefs.of(workspace.ref()), workspace.ref());
        admit(home, workspace, id, quarantine);
      });
    }
    rollUp.afterStore(home);
  }

  private void admit(
      SnapshotRepository home, Workspace workspace, ObjectId commit, Quarantine quarantine)
      throws IOException {
    WorkspaceRefs refs = WorkspaceRefs.of(workspace.ref());
    List<ObjectId> complete = new ArrayList<>(projectTips(home));
    try (Repository repository = home.open()) {
      complete.addAll(refs.kept(repository));
    }
    quarantine.requireWhole(commit, complete);
    quarantine.release();
    try (Repository repository = home.open()) {
      refs.advance(repository, commit, clock.instant());
    }
  }

  private static List<ObjectId> projectTips(SnapshotRepository home) throws IOException {
    try (Repository project = home.openProject()) {
      return project.getRefDatabase().getRefs().stream()
          .map(Ref::getObjectId)
          .filter(SnapshotStore::isThere)
          .toList();
    }
  }

  private static boolean isThere(@Nullable ObjectId id) {
    return id != null;
  }

  private static ObjectId parse(String commit) {
    if (!ObjectId.isId(commit)) {
      throw new JoyException(ErrorCode.BAD_REQUEST, "not a commit: '" + commit + "'");
    }
    return ObjectId.fromString(commit);
  }

  @Override
  public void writeTree(Workspace workspace, String snapshot, OutputStream out) throws IOException {
    try (Repository repository = opened(workspace)) {
      new SnapshotPacks(repository).writeTree(parse(snapshot), out);
    }
  }

  @Override
  public void writeHistory(Workspace workspace, String snapshot, OutputStream out)
      throws IOException {
    try (Repository repository = opened(workspace)) {
      new SnapshotPacks(repository)
          .writeHistory(parse(snapshot), projectTips(repository(workspace)), out);
    }
  }

  private Repository opened(Workspace workspace) throws IOException {
    SnapshotRepository home = repository(workspace);
    if (!home.exists()) {
      throw new JoyException(ErrorCode.NOT_FOUND, "this workspace has no snapshots");
    }
    return home.open();
  }
}
