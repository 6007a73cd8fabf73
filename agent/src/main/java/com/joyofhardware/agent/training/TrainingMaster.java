package com.joyofhardware.agent.training;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ProjectRef;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.SessionId;
import com.joyofhardware.protocol.Size;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Person;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotStored;
import com.joyofhardware.protocol.control.FrameInput;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.statement.Command;
import com.joyofhardware.protocol.statement.StatementSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The master's end of a control link, as far as an agent can tell. */
final class TrainingMaster implements AutoCloseable {
  private static final String REMOTE = "http://localhost/git/trainer/sample.git";

  private final Claim claim;
  private final TrainingClient.Socket socket;
  private final FrameInput in;
  private final FrameOutput out;

  private TrainingMaster(Claim claim, TrainingClient.Socket socket, SocketChannel channel) {
    this.claim = claim;
    this.socket = socket;
    this.in = new FrameInput(Channels.newInputStream(channel));
    OutputStream output = Channels.newOutputStream(channel);
    this.out = new FrameOutput(output);
  }

  static TrainingMaster connect(
      Path agent, ContainerId container, Claim claim, StatementSigner signer) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(agent));
    TrainingClient.Socket socket = new TrainingClient.Socket(channel);
    socket.write(
        "POST /control HTTP/1.1\r\nHost: training\r\nConnection: Upgrade\r\nUpgrade: "
            + Protocol.CONTROL_UPGRADE
            + "\r\nContent-Length: 0\r\n"
            + Protocol.COMMAND_HEADER
            + ": "
            + signer.sign(new Command(container, claim, Instant.now()))
            + "\r\n\r\n");
    socket.awaitHead("HTTP/1.1 101");
    TrainingMaster master = new TrainingMaster(claim, socket, channel);
    master.await(ControlMessage.Hello.class);
    return master;
  }

  /** Returns when the workspace stands. */
  void personalise(SessionId session, SampleProject project) throws IOException {
    Instant now = Instant.now();
    out.send(
        new Personalise(
            claim,
            session,
            ProjectRef.parse("trainer/sample"),
            Size.FULL,
            new Person("trainer", "Trainer", "trainer@localhost"),
            REMOTE,
            new GitCredential("trainer", "none", now),
            new ControlMessage.Workspace.Fresh(
                "main", project.commit(), project.packBytes(), List.of()),
            now,
            null,
            null),
        project.transfers());
    await(ControlMessage.Ready.class);
  }

  /** Has it save, and says that everything it offers is stored. */
  void save() throws IOException {
    out.send(new ControlMessage.Save(false));
    await(ControlMessage.Saved.class);
  }

  private void await(Class<? extends ControlMessage> wanted) throws IOException {
    for (ControlMessage message = in.next(); message != null; message = in.next()) {
      if (wanted.isInstance(message)) {
        return;
      }
      switch (message) {
        case SnapshotOffer offer -> out.send(new SnapshotStored(offer.sequence(), offer.commit()));
        case ControlMessage.Failed failed -> throw new IOException("refused: " + failed);
        default -> {} // news of the agent
      }
    }
    throw new IOException("the agent ended the link before " + wanted.getSimpleName());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
