package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.NodeName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folder of all sandboxes of an engine, looked at anew each time. */
final class SandboxFolders {
  private final NodeName node;
  private final Path path;
  private final SocketPaths sockets;
  private final String boot;

  private SandboxFolders(NodeName node, Path path, SocketPaths sockets, String boot) {
    this.node = node;
    this.path = path;
    this.sockets = sockets;
    this.boot = boot;
  }

  static Path create(LocalEngineConfig config) throws IOException {
    return SandboxFolder.createOursAlone(config.data().resolve("sandboxes"));
  }

  static SandboxFolders open(LocalEngineConfig config) throws IOException {
    Path path = create(config);
    return new SandboxFolders(
        config.node(), path, SocketPaths.of(path, Machine.root()), HostProcesses.bootId());
  }

  Path path() {
    return path;
  }

  String boot() {
    return boot;
  }

  SandboxFolder of(ContainerId id) {
    return new SandboxFolder(path.resolve(id.value()));
  }

  Path egressSocket(SandboxFolder folder) {
    return sockets.of(folder.egressSocket());
  }

  /** Also what a start or a removal left when it was cut short. */
  List<SandboxFolder> all() throws IOException {
    List<SandboxFolder> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isDirectory)) {
      entries.forEach(entry -> folders.add(new SandboxFolder(entry)));
    }
    return folders;
  }

  List<SandboxFolder> withState() throws IOException {
    return all().stream().filter(folder -> Files.exists(folder.state())).toList();
  }

  /** Nothing where it is taken away, or was. */
  Optional<SandboxView> look(SandboxFolder folder) throws IOException {
    try {
      return Optional.of(SandboxView.of(folder, boot));
    } catch (NoSuchFileException e) {
      if (Files.exists(folder.state())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  Container container(SandboxFolder folder, SandboxView view) {
    return new Container(
        view.state().id(),
        node,
        view.state().size(),
        view.phase(),
        new AgentAddress.Unix(sockets.of(folder.agentSocket()).toString()),
        view.pid(),
        folder.files(),
        view.state().created(),
        view.detail());
  }
}
