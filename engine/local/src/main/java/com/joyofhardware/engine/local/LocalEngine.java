package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.SlotUsers.Slot;
import com.joyofhardware.engine.local.egress.EgressProxy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sandboxes of this machine. One engine at a time uses a data folder; several may use a machine.
 */
public final class LocalEngine implements ContainerEngine {
  private static final System.Logger LOG = System.getLogger(LocalEngine.class.getName());
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private final LocalEngineConfig config;
  private final SandboxFolders folders;
  private final Slots slots;
  private final ControlGroups groups;
  private final Disks disks;
  private final SandboxLauncher launcher;
  private final SandboxRemover remover;
  private final SandboxFreezer freezer = new SandboxFreezer();
  private final EgressProxy egress;
  private final @Nullable DiskWatch diskWatch;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final Set<ContainerId> starting = ConcurrentHashMap.newKeySet();

  private LocalEngine(
      LocalEngineConfig config,
      SandboxFolders folders,
      EngineFiles files,
      SlotUsers users,
      Slots slots,
      ControlGroups groups,
      Disks disks) {
    this.config = config;
    this.folders = folders;
    this.slots = slots;
    this.disks = disks;
    this.groups = groups;
    RootFilesystem filesystem = new RootFilesystem(config, files.etc(), files.script("init.sh"));
    this.launcher = new SandboxLauncher(files, users, groups, filesystem);
    this.remover = new SandboxRemover(slots, users);
    this.egress = new EgressProxy(config.egress());
    this.diskWatch = disks.images() ? null : DiskWatch.start(users, folders);
  }

  /**
   * Looks at what the machine offers and takes up the sandboxes that run already.
   *
   * @throws UnusableMachineException where sandboxes can't run; the message names the command that
   *     changes that
   */
  public static LocalEngine open(LocalEngineConfig config) throws EngineException {
    try {
      Disks disks = Disks.detect(SandboxFolders.create(config), Machine.root());
      return open(config, ControlGroups.detect(), disks);
    } catch (IOException e) {
      throw new EngineException("can't open the local engine: " + e.getMessage(), e);
    }
  }

  /** With less than the machine offers. */
  static LocalEngine open(LocalEngineConfig config, ControlGroups groups, Disks disks)
      throws EngineException {
    try {
      SlotUsers users = Machine.users(config);
      Machine.probe(users);
      LocalEngine engine =
          new LocalEngine(
              config,
              SandboxFolders.open(config),
              EngineFiles.write(config.data().resolve("engine")),
              users,
              new Slots(users),
              groups,
              disks);
      engine.takeUp();
      LOG.log(System.Logger.Level.INFO, "local engine: {0}", engine.limits());
      return engine;
    } catch (IOException e) {
      throw new EngineException("can't open the local engine: " + e.getMessage(), e);
    }
  }

  /**
   * One that can't be taken up is listed nevertheless, and must not keep the engine from opening.
   */
  private void takeUp() throws IOException {
    Map<Path, Integer> orphans = slots.heldIn(folders.path());
    folders.withState().forEach(folder -> orphans.remove(folder.path()));
    for (Map.Entry<Path, Integer> orphan : orphans.entrySet()) {
      SandboxFolder folder = new SandboxFolder(orphan.getKey());
      attempt(
          folder, () -> remover.removeOrphan(folder, orphan.getValue(), groups.of(folder.id())));
    }
    for (SandboxFolder folder : folders.all()) {
      attempt(folder, () -> takeUp(folder));
    }
  }

  private void takeUp(SandboxFolder folder) throws IOException, EngineException {
    if (!Files.exists(folder.state())) {
      // Its start ended before it had a slot. Younger ones may be another process's.
      Instant changed = Files.getLastModifiedTime(folder.path()).toInstant();
      if (changed.isBefore(clock.instant().minus(ABANDONED))) {
        remover.removeFiles(folder);
      }
      return;
    }
    Disks.attach(folder);
    SandboxView view = SandboxView.of(folder, folders.boot());
    if (view.phase() != Phase.ENDED) {
      egress.listen(view.state().id(), folders.egressSocket(folder));
    }
  }

  private interface Step {
    void run() throws IOException, EngineException;
  }

  private static void attempt(SandboxFolder folder, Step step) {
    try {
      step.run();
    } catch (IOException | EngineException e) {
      LOG.log(System.Logger.Level.WARNING, "could not take up " + folder.path(), e);
    }
  }

  @Override
  public String name() {
    return "local";
  }

  /** Which limits hold here, and what keeps them; for an administrator. */
  public LocalLimits limits() {
    return LocalLimits.of(groups.limits(), disks.images());
  }

  @Override
  public List<NodeCapacity> nodes() {
    return List.of(NodeMemory.capacity(config.node()));
  }

  @Override
  public List<Container> list() throws EngineException {
    List<Container> containers = new ArrayList<>();
    try {
      for (SandboxFolder folder : folders.withState()) {
        folders
            .look(folder)
            .filter(view -> !starting.contains(view.state().id()))
            .ifPresent(view -> containers.add(folders.container(folder, view)));
      }
    } catch (IOException e) {
      throw new EngineException("can't read the sandboxes' states: " + e.getMessage(), e);
    }
    return containers;
  }

  @Override
  public Container start(ContainerSpec spec) throws EngineException {
    ContainerId id = ContainerId.random(random);
    SandboxFolder folder = folders.of(id);
    starting.add(id);
    try {
      return start(spec, id, folder);
    } catch (IOException | EngineException e) {
      undo(id, e);
      throw new EngineException("can't start a sandbox: " + e.getMessage(), e);
    } finally {
      starting.remove(id);
    }
  }

  private Container start(ContainerSpec spec, ContainerId id, SandboxFolder folder)
      throws IOException, EngineException {
    SandboxFolder.create(folder.path());
    Slot slot = slots.take(folder.path());
    SandboxGroups own = groups.of(id);
    SandboxState state =
        SandboxState.starting(
            id, spec, slot.host(), clock.instant(), own, disks.images(), folders.boot());
    state.write(folder.state());
    groups.create(own, spec.resources());
    disks.create(folder, spec.resources().disk());
    Files.createDirectory(folder.egress());
    egress.listen(id, folders.egressSocket(folder));
    launcher.launch(folder, state, spec, slot.supervisor()).write(folder.state());
    return folders.container(folder, SandboxView.of(folder, folders.boot()));
  }

  private void undo(ContainerId id, Exception cause) {
    try {
      remove(id);
    } catch (IOException | EngineException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void stop(ContainerId id) throws EngineException {
    try {
      remove(id);
    } catch (IOException e) {
      throw new EngineException(
          "something of sandbox " + id + " may be left: " + e.getMessage(), e);
    }
  }

  private void remove(ContainerId id) throws IOException, EngineException {
    egress.close(id);
    remover.remove(folders.of(id), folders.boot());
  }

  @Override
  public void freeze(ContainerId id) throws EngineException {
    try {
      freezer.freeze(running(id));
    } catch (IOException e) {
      throw new EngineException("can't freeze sandbox " + id + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void thaw(ContainerId id) throws EngineException {
    try {
      freezer.thaw(running(id));
    } catch (IOException e) {
      throw new EngineException("can't thaw sandbox " + id + ": " + e.getMessage(), e);
    }
  }

  private SandboxState running(ContainerId id) throws IOException, EngineException {
    SandboxView view =
        folders
            .look(folders.of(id))
            .orElseThrow(() -> new EngineException("there is no sandbox " + id));
    if (view.phase() == Phase.ENDED) {
      throw new EngineException("sandbox " + id + " has ended: " + view.detail());
    }
    return view.state();
  }

  @Override
  public void close() {
    if (diskWatch != null) {
      diskWatch.close();
    }
    egress.close();
  }
}
