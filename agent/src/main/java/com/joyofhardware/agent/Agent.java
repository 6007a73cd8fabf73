package com.joyofhardware.agent;

import com.joyofhardware.agent.bitstreams.BitstreamRoom;
import com.joyofhardware.agent.buffer.BufferRoom;
import com.joyofhardware.agent.control.ControlRoom;
import com.joyofhardware.agent.egress.EgressForward;
import com.joyofhardware.agent.exec.ExecRoom;
import com.joyofhardware.agent.files.FilesRoom;
import com.joyofhardware.agent.git.GitRoom;
import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.identity.TicketGate;
import com.joyofhardware.agent.lsp.LspRoom;
import com.joyofhardware.agent.ports.PortsRoom;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.AgentConfig;
import com.joyofhardware.agent.room.Closing;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.Rpc;
import com.joyofhardware.agent.rpc.RpcMethods;
import com.joyofhardware.agent.search.SearchRoom;
import com.joyofhardware.agent.server.AgentServer;
import com.joyofhardware.agent.snapshot.WorkspaceSnapshots;
import com.joyofhardware.agent.telemetry.TelemetryRoom;
import com.joyofhardware.agent.terminal.TerminalRoom;
import com.joyofhardware.agent.watch.WorkspaceWatcher;
import com.joyofhardware.protocol.AgentAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A running agent: its rooms are put together here, one line each. */
public final class Agent implements AutoCloseable {
  private final Services services;
  private final AgentAddress address;

  private Agent(Services services, AgentAddress address) {
    this.services = services;
    this.address = address;
  }

  public static Agent start(AgentConfig config) throws IOException {
    Files.createDirectories(config.state());
    Closing closing = new Closing();
    try {
      AgentServer server = new AgentServer(version());
      closing.add(server);
      WorkspaceWatcher watcher = WorkspaceWatcher.of(config.workspace());
      closing.add(watcher);
      Services services =
          new Services(
              config,
              new Identity(config.container()),
              server.routes(),
              new RpcMethods(),
              watcher,
              server.timers(),
              server.sockets(),
              closing);
      TicketGate gate =
          new TicketGate(services.identity(), config.statements(), InstantSource.system());
      openRooms(services, gate);
      return new Agent(services, server.listen(config.listen(), gate));
    } catch (IOException | RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static void openRooms(Services services, TicketGate gate) throws IOException {
    Rpc.open(services.routes(), services.rpc());
    @Nullable URI proxy = EgressForward.open(services);
    Processes processes = Processes.of(services.config(), proxy);
    services.closing().add(processes);
    TerminalRoom.open(services, processes);
    ExecRoom.open(services, processes);
    PortsRoom.open(services);
    LspRoom.open(services, processes);
    FilesRoom.open(services);
    GitRoom.open(services, processes);
    WorkspaceSnapshots snapshots = ControlRoom.open(services, processes, gate);
    BufferRoom.open(services, snapshots::unsaved);
    BitstreamRoom.open(services, processes, snapshots);
    TelemetryRoom.open(services);
    SearchRoom.open(services, processes);
  }

  /** Where it listens; the port is the real one when 0 was asked for. */
  public AgentAddress address() {
    return address;
  }

  public Identity identity() {
    return services.identity();
  }

  static String version() {
    String version = Agent.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public void close() {
    services.closing().close();
  }
}
