package com.joyofhardware.master.link;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.Arrivals;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.FrameInput;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.control.Heartbeat;
import com.joyofhardware.protocol.statement.Command;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Links over Unix and TCP sockets, one virtual thread each. */
public final class SocketAgentLinks implements AgentLinks {
  private static final Duration OPENING = Duration.ofSeconds(10);

  private final StatementSigner signer;
  private final Clock clock;
  private final Duration beat;
  private final Map<ContainerId, SocketAgentLink> prepared = new ConcurrentHashMap<>();

  public SocketAgentLinks(StatementSigner signer, Clock clock) {
    this(signer, clock, Heartbeat.EVERY);
  }

  SocketAgentLinks(StatementSigner signer, Clock clock, Duration beat) {
    this.signer = signer;
    this.clock = clock;
    this.beat = beat;
  }

  @Override
  public AgentLink open(
      ContainerId container, AgentAddress address, Claim claim, AgentLink.Listener listener)
      throws IOException {
    SocketAgentLink ready = prepared.remove(container);
    if (ready != null && ready.isOpen()) {
      ready.adopt(listener, sign(container, claim));
      return ready;
    }
    return connect(container, address, claim, listener);
  }

  @Override
  public void prepare(ContainerId container, AgentAddress address, Supplier<Claim> claim)
      throws IOException {
    SocketAgentLink known = prepared.get(container);
    if (known != null && known.isOpen()) {
      return;
    }
    AgentLink.Listener unused = new NobodysListener(() -> prepared.remove(container));
    SocketAgentLink link = connect(container, address, claim.get(), unused);
    prepared.put(container, link);
    if (!link.isOpen()) {
      prepared.remove(container, link); // it broke before it was put
    }
  }

  private String sign(ContainerId container, Claim claim) {
    return signer.sign(new Command(container, claim, clock.instant()));
  }

  private SocketAgentLink connect(
      ContainerId container, AgentAddress address, Claim claim, AgentLink.Listener listener)
      throws IOException {
    AgentSocket socket = AgentSocket.connect(address);
    Future<?> deadline = socket.closeAfter(OPENING);
    try {
      String command = sign(container, claim);
      AgentSocket.Answer answer =
          socket.request(
              "POST",
              "/control",
              Map.of(
                  "Connection",
                  "Upgrade",
                  "Upgrade",
                  Protocol.CONTROL_UPGRADE,
                  "Content-Length",
                  "0",
                  Protocol.COMMAND_HEADER,
                  command));
      if (answer.status() != 101) {
        throw new IOException(
            "agent " + container + " refused the link: " + answer.status() + " " + answer.body());
      }
      Arrivals arrivals = new Arrivals(socket.input());
      FrameInput in = new FrameInput(arrivals);
      ControlMessage first = in.next();
      if (!(first instanceof Hello hello)) {
        throw new IOException("agent " + container + " said no hello");
      }
      if (!hello.container().equals(container) || !Protocol.speaks(hello.protocol())) {
        throw new IOException(
            "the agent is " + hello.container() + " and speaks version " + hello.protocol());
      }
      SocketAgentLink link =
          new SocketAgentLink(socket, in, new FrameOutput(socket.output()), hello, listener);
      link.start(arrivals, beat);
      return link;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public boolean isReady(AgentAddress address, Duration timeout) {
    try (AgentSocket socket = AgentSocket.connect(address)) {
      Future<?> deadline = socket.closeAfter(timeout);
      try {
        return socket.request("GET", "/healthz", Map.of("Connection", "close")).status() == 200;
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
