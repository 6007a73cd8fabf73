package com.joyofhardware.engine.local;

import com.joyofhardware.engine.local.SlotUsers.Slot;
import com.joyofhardware.engine.local.egress.EgressProxy;
import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.Container.Phase;
import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.ContainerSpec;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.engine.spi.NodeCapacity;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Path sandboxes;
  private final SocketPaths sockets;
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
  private final String boot = HostProcesses.bootId();

  private LocalEngine(
      LocalEngineConfig config,
      Path sandboxes,
      SocketPaths sockets,
      EngineFiles files,
      SlotUsers users,
      Slots slots,
      ControlGroups groups,
      Disks disks) {
    this.config = config;
    this.sandboxes = sandboxes;
    this.sockets = sockets;
    this.slots = slots;
    this.disks = disks;
    this.groups = groups;
    RootFilesystem filesystem = new RootFilesystem(config, files.etc(), files.script("init.sh"));
    this.launcher = new SandboxLauncher(files, users, groups, filesystem);
    this.remover = new SandboxRemover(slots, users);
    this.egress = new EgressProxy(config.egress());
    this.diskWatch = disks.images() ? null : DiskWatch.start(users, boot, this::sandboxFolders);
  }

  /**
   * Looks at what the machine offers and takes up the sandboxes that run already.
   *
   * @throws UnusableMachineException where sandboxes can't run; the message names the command that
   *     changes that
   */
  public static LocalEngine open(LocalEngineConfig config) throws EngineException {
    try {
      Path sandboxes = sandboxes(config);
      return open(config, ControlGroups.detect(), Disks.detect(sandboxes, Machine.root()));
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
      EngineFiles files = EngineFiles.write(config.data().resolve("engine"));
      Path sandboxes = sandboxes(config);
      SocketPaths sockets = SocketPaths.of(sandboxes, Machine.root());
      LocalEngine engine =
          new LocalEngine(
              config, sandboxes, sockets, files, users, new Slots(users), groups, disks);
      engine.takeUp();
      LOG.log(System.Logger.Level.INFO, "local engine: {0}", engine.limits());
      return engine;
    } catch (IOException e) {
      throw new EngineException("can't open the local engine: " + e.getMessage(), e);
    }
  }

  private static Path sandboxes(LocalEngineConfig config) throws IOException {
    return SandboxFolder.createOursAlone(config.data().resolve("sandboxes"));
  }

  private void takeUp() throws IOException, EngineException {
    for (SandboxFolder folder : folders()) {
      if (!Files.exists(folder.state())) {
        // Its start ended before it had a slot. Younger ones may be another process's.
        if (Files.getLastModifiedTime(folder.path())
            .toInstant()
            .isBefore(clock.instant().minus(ABANDONED))) {
          remover.removeFiles(folder);
        }
        continue;
      }
      SandboxView view = SandboxView.of(folder, boot);
      Disks.attach(folder);
      if (view.phase() != Phase.ENDED) {
        egress.listen(view.state().id(), sockets.of(folder.egressSocket()));
      }
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
      for (SandboxFolder folder : sandboxFolders()) {
        look(folder)
            .filter(view -> !starting.contains(view.state().id()))
            .ifPresent(view -> containers.add(container(folder, view)));
      }
    } catch (IOException e) {
      throw new EngineException("can't read the sandboxes' states: " + e.getMessage(), e);
    }
    return containers;
  }

  /** Nothing where it is taken away while we look. */
  private Optional<SandboxView> look(SandboxFolder folder) throws IOException {
    try {
      return Optional.of(SandboxView.of(folder, boot));
    } catch (NoSuchFileException e) {
      if (Files.exists(folder.state())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public Container start(ContainerSpec spec) throws EngineException {
    ContainerId id = ContainerId.random(random);
    SandboxFolder folder = new SandboxFolder(sandboxes.resolve(id.value()));
    starting.add(id);
    try {
      return start(spec, id, folder);
    } catch (IOException | EngineException e) {
      undo(folder, e);
      throw new EngineException("can't start a sandbox: " + e.getMessage(), e);
    } finally {
      starting.remove(id);
    }
  }

  private Container start(ContainerSpec spec, ContainerId id, SandboxFolder folder)
      throws IOException, EngineException {
    SandboxFolder.create(folder.path());
    Slot slot = slots.take(folder.path());
    SandboxState state =
        new SandboxState(
            id,
            spec.size(),
            spec.resources(),
            slot.host(),
            clock.instant(),
            List.of(),
            disks.images(),
            boot,
            null,
            null);
    state.write(folder.state());
    state =
        state.inGroups(
            groups.create(id, spec.resources()).paths().stream().map(Path::toString).toList());
    state.write(folder.state());
    disks.create(folder, spec.resources().disk());
    Files.createDirectory(folder.egress());
    egress.listen(id, sockets.of(folder.egressSocket()));
    state = launcher.launch(folder, state, spec, slot.supervisor());
    state.write(folder.state());
    return container(folder, SandboxView.of(folder, boot));
  }

  private void undo(SandboxFolder folder, Exception cause) {
    try {
      remove(folder);
    } catch (IOException | EngineException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void stop(ContainerId id) throws EngineException {
    try {
      remove(folder(id));
    } catch (IOException e) {
      throw new EngineException(
          "something of sandbox " + id + " may be left: " + e.getMessage(), e);
    }
  }

  private void remove(SandboxFolder folder) throws IOException, EngineException {
    egress.close(new ContainerId(folder.path().getFileName().toString()));
    remover.remove(folder, boot);
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
    SandboxFolder folder = folder(id);
    if (!Files.exists(folder.state())) {
      throw new EngineException("there is no sandbox " + id);
    }
    SandboxView view = SandboxView.of(folder, boot);
    if (view.phase() == Phase.ENDED) {
      throw new EngineException("sandbox " + id + " has ended: " + view.detail());
    }
    return view.state();
  }

  private SandboxFolder folder(ContainerId id) {
    return new SandboxFolder(sandboxes.resolve(id.value()));
  }

  private Container container(SandboxFolder folder, SandboxView view) {
    return new Container(
        view.state().id(),
        config.node(),
        view.state().size(),
        view.phase(),
        new AgentAddress.Unix(sockets.of(folder.agentSocket()).toString()),
        view.pid(),
        folder.files(),
        view.state().created(),
        view.detail());
  }

  private List<SandboxFolder> sandboxFolders() throws IOException {
    return folders().stream().filter(folder -> Files.exists(folder.state())).toList();
  }

  private List<SandboxFolder> folders() throws IOException {
    List<SandboxFolder> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(sandboxes, Files::isDirectory)) {
      entries.forEach(entry -> folders.add(new SandboxFolder(entry)));
    }
    return folders;
  }

  @Override
  public void close() {
    if (diskWatch != null) {
      diskWatch.close();
    }
    egress.close();
  }
}
