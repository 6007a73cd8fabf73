package com.joyofhardware.agent.control;

import com.joyofhardware.agent.identity.TicketGate;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.room.Services;
import com.joyofhardware.agent.rpc.RpcConnection;
import com.joyofhardware.agent.snapshot.PersonFiles;
import com.joyofhardware.agent.snapshot.WorkspaceSnapshots;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.control.Heartbeat;
import com.joyofhardware.protocol.statement.Command;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Plugs the control link and {@code safety/*} into the agent. */
public final class ControlRoom {
  private static final long ACTIVITY_SECONDS = 5;

  /** Whole workspaces arrive here. */
  private static final int READ_BYTES = 256 << 10;

  /** Outside the heap: a workspace that arrives would fill the young generation several times. */
  private static final UnpooledByteBufAllocator ARRIVING = new UnpooledByteBufAllocator(true);

  private ControlRoom() {}

  /** Opens it; from now on the agent can be personalised. Gives what keeps the workspace safe. */
  public static WorkspaceSnapshots open(
      Services services, Processes processes, TicketGate tickets) {
    InstantSource clock = InstantSource.system();
    WorkspaceSnapshots snapshots =
        new WorkspaceSnapshots(
            services.config().workspace(), services.config().state(), services.watcher(), clock);
    services.closing().add(snapshots);
    PersonFiles person =
        new PersonFiles(
            services.config().home(),
            services.config().state(),
            services.config().egress().isPresent());
    CommandGate gate = new CommandGate(services.identity(), services.config().statements(), clock);
    AgentDuties duties =
        new AgentDuties(
            services.identity(),
            gate,
            tickets,
            snapshots,
            person,
            processes,
            services.sockets(),
            services.timers());
    services.closing().add(duties::closeLink);
    services
        .routes()
        .upgrade(
            "/control",
            Protocol.CONTROL_UPGRADE,
            request -> {
              Command command = gate.admit(request.header(Protocol.COMMAND_HEADER).orElse(null));
              return pipeline -> {
                pipeline
                    .channel()
                    .config()
                    .setAllocator(ARRIVING)
                    .setRecvByteBufAllocator(
                        new AdaptiveRecvByteBufAllocator(1 << 10, 16 << 10, READ_BYTES));
                ChannelBytes bytes = new ChannelBytes(pipeline.channel());
                pipeline.addLast(bytes);
                ControlLink link =
                    new ControlLink(
                        command,
                        bytes.input(),
                        new FrameOutput(bytes.output()),
                        Heartbeat.EVERY,
                        bytes::close,
                        duties);
                // No virtual thread: a workspace is laid out on it, and that must not hold up
                // others.
                Thread.ofPlatform().daemon().name("control").start(link::run);
              };
            });
    var activity =
        services
            .timers()
            .scheduleWithFixedDelay(
                () -> Thread.ofVirtual().start(duties::tellActivity),
                ACTIVITY_SECONDS,
                ACTIVITY_SECONDS,
                TimeUnit.SECONDS);
    services.closing().add(() -> activity.cancel(false));
    safety(services, snapshots);
    return snapshots;
  }

  private static void safety(Services services, WorkspaceSnapshots snapshots) {
    Set<RpcConnection> subscribed = ConcurrentHashMap.newKeySet();
    services
        .rpc()
        .method(
            "safety/subscribe",
            Subscribe.class,
            (connection, params) -> {
              subscribed.add(connection);
              connection.onClose(() -> subscribed.remove(connection));
              return snapshots.safety();
            });
    SafetyNews news = new SafetyNews(subscribed, services.timers(), snapshots::safety);
    snapshots.onSafety(safety -> news.tell());
  }

  record Subscribe() {}
}
