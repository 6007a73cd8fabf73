package com.joyofhardware.agent.control;

import com.joyofhardware.agent.snapshot.Master;
import com.joyofhardware.agent.snapshot.Master.Answer;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.Arrivals;
import com.joyofhardware.protocol.control.ControlMessage;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.Credentials;
import com.joyofhardware.protocol.control.ControlMessage.Failed;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.History;
import com.joyofhardware.protocol.control.ControlMessage.HistoryTaken;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ready;
import com.joyofhardware.protocol.control.ControlMessage.Save;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotRefused;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotStored;
import com.joyofhardware.protocol.control.ControlMessage.Thaw;
import com.joyofhardware.protocol.control.FrameInput;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import com.joyofhardware.protocol.control.Heartbeat;
import com.joyofhardware.protocol.statement.Command;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One open link: hears the master on a thread of its own and carries offers to it. */
final class ControlLink implements Master {
  private static final System.Logger LOG = System.getLogger(ControlLink.class.getName());

  private volatile Command command;
  private final Arrivals arrivals;
  private final FrameInput in;
  private final FrameOutput out;
  private final Runnable closing;
  private final Duration beat;
  private final Duties duties;
  private final Map<Long, CompletableFuture<Answer>> offers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What the master has an agent do. */
  interface Duties {
    Hello hello();

    /** The link is under the agent's own claim: it may have what belongs to it. */
    void attached(ControlLink link);

    void personalise(Personalise message, Command command, ControlLink link) throws IOException;

    void history(History message, InputStream pack) throws IOException;

    void renew(Credentials message) throws IOException;

    CompletableFuture<Saved> save(boolean last) throws IOException;

    void thaw();

    /** Another container has the session now. */
    void overtaken();

    void gone(ControlLink link);
  }

  ControlLink(
      Command command,
      InputStream in,
      FrameOutput out,
      Duration beat,
      Runnable closing,
      Duties duties) {
    this.command = command;
    this.arrivals = new Arrivals(in);
    this.in = new FrameInput(arrivals);
    this.beat = beat;
    this.out = out;
    this.closing = closing;
    this.duties = duties;
  }

  /** From now on it is under that claim. */
  void under(Command newer) {
    command = newer;
  }

  void run() {
    try (Heartbeat _ = new Heartbeat(arrivals, out, beat, this::silent)) {
      Hello hello = duties.hello();
      send(hello);
      if (command.claim().equals(hello.claim())) {
        duties.attached(this);
      }
      for (ControlMessage message = in.next(); message != null; message = in.next()) {
        hear(message);
      }
    } catch (IOException e) {
      // The master went away or is held off; whatever was open is offered again on the next link.
      LOG.log(System.Logger.Level.DEBUG, "control_link_broke", e);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "control_link_failed", e);
    } finally {
      close();
    }
  }

  private void silent() {
    LOG.log(System.Logger.Level.WARNING, "control_link_silent: closed");
    close();
  }

  private void hear(ControlMessage message) throws IOException {
    switch (message) {
      case Personalise personalise ->
          attempt("personalise", () -> duties.personalise(personalise, command, this));
      case SnapshotStored stored -> answer(stored.sequence(), new Answer.Stored());
      case SnapshotRefused refused -> answer(refused.sequence(), refused(refused));
      case History history ->
          attempt(
              "history",
              () -> {
                requireOwn();
                duties.history(history, in.transfer());
                send(new HistoryTaken());
              });
      case Credentials credentials ->
          attempt(
              "credentials",
              () -> {
                requireOwn();
                duties.renew(credentials);
              });
      case Save save ->
          attempt(
              "save",
              () -> {
                requireOwn();
                duties.save(save.last()).whenComplete(this::saved);
              });
      case Thaw thaw ->
          attempt(
              "thaw",
              () -> {
                requireOwn();
                duties.thaw();
              });
      case Hello wrong -> throw wrongWay();
      case Ready wrong -> throw wrongWay();
      case HistoryTaken wrong -> throw wrongWay();
      case SnapshotOffer wrong -> throw wrongWay();
      case Saved wrong -> throw wrongWay();
      case Activity wrong -> throw wrongWay();
      case Failed wrong -> throw wrongWay();
    }
  }

  /** The store says that of a claim which is overtaken, and of nothing else. */
  private Answer refused(SnapshotRefused refused) {
    if (refused.code().equals(ErrorCode.CONFLICT.code())) {
      duties.overtaken();
      return new Answer.Overtaken();
    }
    return new Answer.Refused(refused.code(), refused.retryMillis());
  }

  private static IOException wrongWay() {
    return new IOException("the master sent what only an agent may say");
  }

  /** A link under a newer claim may ask who this is and personalise it, nothing else. */
  private void requireOwn() {
    if (!command.claim().equals(duties.hello().claim())) {
      throw new JoyException(
          ErrorCode.CONFLICT, "this agent is not under claim " + command.claim());
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(String what, Step step) throws IOException {
    try {
      step.run();
    } catch (JoyException e) {
      send(new Failed(what, e.code().code(), String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      if (closed) {
        throw e;
      }
      LOG.log(System.Logger.Level.WARNING, "control_request_failed what=" + what, e);
      send(new Failed(what, ErrorCode.INTERNAL.code(), String.valueOf(e.getMessage())));
    }
  }

  private void saved(@Nullable Saved saved, Throwable failure) {
    try {
      if (saved != null) {
        send(saved);
      } else {
        send(new Failed("save", ErrorCode.INTERNAL.code(), String.valueOf(failure.getMessage())));
      }
    } catch (IOException e) {
      close();
    }
  }

  /** The next transfer of the message being heard. */
  InputStream transfer() throws IOException {
    return in.transfer();
  }

  void send(ControlMessage message) throws IOException {
    out.send(message);
  }

  /** Says it if it can; a link that can't carry it is closed, and nobody waits for it. */
  void tell(ControlMessage message) {
    try {
      send(message);
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public CompletableFuture<Answer> offer(SnapshotOffer offer, List<Transfer> packs) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    offers.put(offer.sequence(), answer);
    if (closed) {
      answer(offer.sequence(), new Answer.Gone());
      return answer;
    }
    try {
      out.send(offer, packs);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "snapshot_offer_broke", e);
      close();
      answer(offer.sequence(), new Answer.Gone());
    }
    return answer;
  }

  private void answer(long sequence, Answer answer) {
    CompletableFuture<Answer> asked = offers.remove(sequence);
    if (asked != null) {
      asked.complete(answer);
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      closing.run();
      duties.gone(this);
    }
    offers.keySet().forEach(sequence -> answer(sequence, new Answer.Gone()));
  }
}
