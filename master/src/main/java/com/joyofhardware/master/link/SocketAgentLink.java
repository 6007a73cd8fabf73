package com.joyofhardware.master.link;

import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.Arrivals;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.Credentials;
import com.joyofhardware.protocol.control.ControlMessage.Failed;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.History;
import com.joyofhardware.protocol.control.ControlMessage.HistoryTaken;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ready;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.Save;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotRefused;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotStored;
import com.joyofhardware.protocol.control.ControlMessage.Thaw;
import com.joyofhardware.protocol.control.FrameInput;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.control.Heartbeat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A link over one socket. Its thread reads, and takes in what the agent offers. */
final class SocketAgentLink implements AgentLink {
  private static final System.Logger LOG = System.getLogger(SocketAgentLink.class.getName());
  private static final long RETRY_MILLIS = 1_000;

  private final AgentSocket socket;
  private final FrameInput in;
  private final FrameOutput out;
  private final Hello hello;
  private volatile Listener listener;
  private volatile @Nullable String command;
  private volatile boolean silent;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Exchange<Ready> personalising = new Exchange<>("make the workspace");
  private final Exchange<HistoryTaken> history = new Exchange<>("take in the history");
  private final Exchange<Saved> saving = new Exchange<>("save the workspace");

  SocketAgentLink(
      AgentSocket socket, FrameInput in, FrameOutput out, Hello hello, Listener listener) {
    this.socket = socket;
    this.in = in;
    this.out = out;
    this.hello = hello;
    this.listener = listener;
  }

  /**
   * A link that was opened ahead gets its session.
   *
   * @param signed for the session's claim; goes with the personalisation
   */
  void adopt(Listener of, String signed) {
    listener = of;
    command = signed;
  }

  void start(Arrivals arrivals, Duration beat) {
    Thread.ofVirtual()
        .name("agent-link-" + hello.container())
        .start(() -> {
          try (Heartbeat _ = new Heartbeat(arrivals, out, beat, this::silent)) {
            read();
          }
        });
  }

  private void silent() {
    silent = true;
    close();
  }

  @Override
  public Hello hello() {
    return hello;
  }

  @Override
  public void personalise(Personalise message, List<Transfer> transfers, Duration timeout)
      throws IOException {
    String signed = command;
    Personalise sent = signed == null ? message : message.with(signed);
    Ready ready = personalising.ask(() -> send(sent, transfers), timeout, this::close);
    if (!ready.claim().equals(message.claim())) {
      throw new IOException(
          "the agent is ready under claim " + ready.claim() + ", not " + message.claim());
    }
  }

  @Override
  public void sendHistory(List<Ref> refs, Transfer pack, Duration timeout) throws IOException {
    history.ask(() -> send(new History(refs), List.of(pack)), timeout, this::close);
  }

  @Override
  public void renew(GitCredential credential) throws IOException {
    send(new Credentials(credential), List.of());
  }

  @Override
  public Saved save(boolean last, Duration timeout) throws IOException {
    return saving.ask(() -> send(new Save(last), List.of()), timeout, this::close);
  }

  @Override
  public void thaw() throws IOException {
    send(new Thaw(), List.of());
  }

  @Override
  public boolean isOpen() {
    return !ended.get() && socket.isOpen();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void send(ControlMessage message, List<Transfer> transfers) throws IOException {
    if (!isOpen()) {
      throw new IOException("the link to agent " + hello.container() + " is closed");
    }
    try {
      out.send(message, transfers);
    } catch (IOException | RuntimeException e) {
      close(); // half a frame may be out: nothing can follow it
      throw e;
    }
  }

  private void read() {
    String why = "the agent ended it";
    try {
      for (ControlMessage message = in.next(); message != null; message = in.next()) {
        hear(message);
      }
    } catch (IOException | RuntimeException e) {
      why = silent ? "the agent said nothing for too long" : String.valueOf(e.getMessage());
    }
    close();
    ended.set(true);
    IOException gone = new IOException("the link to agent " + hello.container() + " broke: " + why);
    personalising.fail(gone);
    history.fail(gone);
    saving.fail(gone);
    listener.closed(why);
  }

  private void hear(ControlMessage message) throws IOException {
    switch (message) {
      case Ready ready -> personalising.answer(ready);
      case HistoryTaken taken -> history.answer(taken);
      case Saved saved -> saving.answer(saved);
      case Activity activity -> listener.active(activity);
      case SnapshotOffer offer -> take(offer);
      case Failed failed -> fail(failed);
      case Hello ignored -> throw new IOException("the agent said hello twice");
      case Personalise ignored -> throw wrongWay(message);
      case History ignored -> throw wrongWay(message);
      case Credentials ignored -> throw wrongWay(message);
      case Save ignored -> throw wrongWay(message);
      case Thaw ignored -> throw wrongWay(message);
      case SnapshotStored ignored -> throw wrongWay(message);
      case SnapshotRefused ignored -> throw wrongWay(message);
    }
  }

  private static IOException wrongWay(ControlMessage message) {
    return new IOException("an agent may not send " + message.getClass().getSimpleName());
  }

  private void fail(Failed failed) {
    switch (failed.about()) {
      case "personalise" -> personalising.refuse(failed.code(), failed.message());
      case "history" -> history.refuse(failed.code(), failed.message());
      case "save" -> saving.refuse(failed.code(), failed.message());
      default ->
          LOG.log(System.Logger.Level.WARNING, "agent_request_failed about={0}", failed.about());
    }
  }

  private void take(SnapshotOffer offer) throws IOException {
    ControlMessage answer;
    try {
      listener.offered(offer, new OfferedPacks(offer.packs()));
      answer = new SnapshotStored(offer.sequence(), offer.commit());
    } catch (JoyException e) {
      answer = refused(offer, e.code(), String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      if (!isOpen()) {
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "snapshot_store_failed", e);
      answer = refused(offer, ErrorCode.INTERNAL, "the master could not store it");
    }
    send(answer, List.of());
  }

  private static SnapshotRefused refused(SnapshotOffer offer, ErrorCode code, String message) {
    return new SnapshotRefused(offer.sequence(), code.code(), message, RETRY_MILLIS);
  }

  private final class OfferedPacks implements Packs {
    private int left;

    OfferedPacks(int count) {
      this.left = count;
    }

    @Override
    public @Nullable InputStream next() throws IOException {
      if (left == 0) {
        return null;
      }
      left--;
      return in.transfer();
    }
  }
}
