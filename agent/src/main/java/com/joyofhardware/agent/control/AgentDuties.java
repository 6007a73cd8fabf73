package com.joyofhardware.agent.control;

import com.joyofhardware.agent.identity.Identity;
import com.joyofhardware.agent.identity.Life;
import com.joyofhardware.agent.identity.TicketGate;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.server.OpenSockets;
import com.joyofhardware.agent.snapshot.PersonFiles;
import com.joyofhardware.agent.snapshot.SideTask;
import com.joyofhardware.agent.snapshot.WorkspaceSnapshots;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.Credentials;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.History;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ready;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.statement.Command;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does what the master asks, and holds the one link that is in use. */
final class AgentDuties implements ControlLink.Duties {
  private static final System.Logger LOG = System.getLogger(AgentDuties.class.getName());
  private static final long SAY_SO_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What the person asks for first is served before the workspace is looked through. */
  private static final long FIRST_FILES_MILLIS = 150;

  private final Identity identity;
  private final CommandGate gate;
  private final TicketGate tickets;
  private final WorkspaceSnapshots snapshots;
  private final PersonFiles person;
  private final Processes processes;
  private final OpenSockets sockets;
  private final ScheduledExecutorService timers;
  private @Nullable ControlLink current;
  private @Nullable Activity told;
  private long toldAt;

  AgentDuties(
      Identity identity,
      CommandGate gate,
      TicketGate tickets,
      WorkspaceSnapshots snapshots,
      PersonFiles person,
      Processes processes,
      OpenSockets sockets,
      ScheduledExecutorService timers) {
    this.identity = identity;
    this.gate = gate;
    this.tickets = tickets;
    this.snapshots = snapshots;
    this.person = person;
    this.processes = processes;
    this.sockets = sockets;
    this.timers = timers;
  }

  @Override
  public Hello hello() {
    return new Hello(
        identity.container(),
        Protocol.VERSION,
        identity.claim().orElse(null),
        snapshots.stored().orElse(null));
  }

  @Override
  public void attached(ControlLink link) {
    ControlLink older;
    synchronized (this) {
      older = current;
      current = link;
      told = null;
    }
    if (older != null && older != link) {
      older.close();
    }
    snapshots.attach(link);
  }

  @Override
  public void personalise(Personalise message, Command command, ControlLink link)
      throws IOException {
    String signed = message.command();
    Command used = signed == null ? command : gate.admit(signed);
    gate.admit(message, used);
    link.under(used);
    identity.personalise(message.claim(), message.session());
    String ticket = message.ticket();
    if (ticket != null) {
      tickets.expect(ticket);
    }
    SideTask personal =
        SideTask.start(
            "personalise",
            () -> person.write(message.person(), message.remoteUrl(), message.credential()));
    snapshots.make(message, link::transfer);
    personal.join();
    identity.serve();
    link.send(new Ready(message.claim()));
    attached(link);
    timers.schedule(
        () -> Thread.ofPlatform().daemon().name("watch").start(snapshots::begin),
        FIRST_FILES_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void history(History message, InputStream pack) throws IOException {
    snapshots.takeHistory(message.refs(), pack);
  }

  @Override
  public void renew(Credentials message) throws IOException {
    person.renew(message.credential());
  }

  /** Not on the link's thread for long: the answers to offers come on it. */
  @Override
  public CompletableFuture<Saved> save(boolean last) {
    if (!last) {
      return snapshots.save(false);
    }
    CompletableFuture<Saved> saved = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("last-save")
        .start(() -> {
          try {
            if (identity.life() instanceof Life.Serving) {
              identity.freeze();
            }
            processes.stopAll();
            snapshots
                .save(true)
                .whenComplete((done, failure) -> {
                  if (done != null) {
                    saved.complete(done);
                  } else {
                    saved.completeExceptionally(failure);
                  }
                });
          } catch (RuntimeException e) {
            saved.completeExceptionally(e);
          }
        });
    return saved;
  }

  @Override
  public void thaw() {
    processes.resume();
    if (identity.life() instanceof Life.Saving) {
      identity.thaw();
    }
  }

  /** What is open ends on threads of its own: the answers to others come on this one. */
  @Override
  public void overtaken() {
    identity.retire();
    LOG.log(System.Logger.Level.WARNING, "agent_retired: a newer claim holds its session");
    sockets.closeAll();
    Thread.ofPlatform().daemon().name("retired").start(processes::stopAll);
  }

  @Override
  public void gone(ControlLink link) {
    synchronized (this) {
      if (current == link) {
        current = null;
      }
    }
    snapshots.detach(link);
  }

  void closeLink() {
    ControlLink link;
    synchronized (this) {
      link = current;
    }
    if (link != null) {
      link.close();
    }
  }

  /** Says what goes on when it has changed, and every half minute. */
  void tellActivity() {
    ControlLink link;
    Activity activity = new Activity(sockets.count(), processes.busy());
    long now = System.nanoTime();
    synchronized (this) {
      link = current;
      if (link == null || (activity.equals(told) && now - toldAt < SAY_SO_NANOS)) {
        return;
      }
      told = activity;
      toldAt = now;
    }
    link.tell(activity);
  }
}
