package com.joyofhardware.agent.lsp;

import com.google.gson.JsonObject;
import com.joyofhardware.agent.process.Processes;
import com.joyofhardware.agent.server.WebSocket;
import com.joyofhardware.agent.server.WebSocketListener;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@code WS /lsp/{language}}: a client, the server started for it, and what is between them.
 */
final class LspSocket implements WebSocketListener, ServerProcess.Owner, Dialogue.Sides {
  private static final System.Logger LOG = System.getLogger(LspSocket.class.getName());

  /** RFC 6455's registry: a failure that may pass. The client comes again. */
  private static final int TRY_AGAIN_LATER = 1013;

  private static final int POLICY = 1008;

  /** The server ended by itself: the person is told, once. */
  private static final int FAILED = 1011;

  private static final int ERROR_MESSAGE = 1;
  private static final int LOOKS_IN_A_PATIENCE = 12;

  /** What a socket of one language is made of; all sockets of the language share it. */
  record Parts(
      Processes processes,
      ServerProgram program,
      Restarts restarts,
      Function<Dialogue.Sides, Dialogue> dialogues,
      Duration patience,
      Runnable release) {}

  private final Parts parts;
  private final Unanswered unanswered;
  private @Nullable Future<?> watch;
  private final InOrder incoming = new InOrder();
  private final Dialogue dialogue;
  private @Nullable WebSocket socket;
  private @Nullable Inflow inflow;
  private @Nullable ServerProcess server;
  private volatile boolean closed;

  LspSocket(Parts parts) {
    this.parts = parts;
    this.dialogue = parts.dialogues().apply(this);
    this.unanswered = new Unanswered(InstantSource.system(), parts.patience());
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    Inflow flow = new Inflow(opened);
    inflow = flow;
    ServerProcess process = new ServerProcess(parts.processes(), this, flow);
    server = process;
    long often = parts.patience().toMillis() / LOOKS_IN_A_PATIENCE;
    watch =
        parts
            .processes()
            .loop()
            .loop()
            .scheduleWithFixedDelay(
                () -> look(process, opened), often, often, TimeUnit.MILLISECONDS);
    Thread.startVirtualThread(() -> start(process, opened));
  }

  private void look(ServerProcess process, WebSocket opened) {
    if (!opened.isWritable() || !process.runs()) {
      unanswered.excused();
    }
    unanswered
        .hangs()
        .ifPresent(silent ->
            process.giveUp("was ended: it gave no answer for " + silent.toSeconds() + " s"));
  }

  private void start(ServerProcess process, WebSocket opened) {
    try {
      Thread.sleep(parts.restarts().toWait());
      if (!closed) {
        process.started(parts.processes().onPipes(Startup.of(parts.program(), parts.processes())));
      }
    } catch (JoyException e) {
      boolean passing = e.code() == ErrorCode.SESSION_SAVING || e.code() == ErrorCode.INTERNAL;
      opened.close(passing ? TRY_AGAIN_LATER : POLICY, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a language server could not be started", e);
      opened.close(FAILED, parts.program().name() + " could not be started: an error of the agent");
    }
  }

  @Override
  public void text(String message) {
    Inflow flow = Objects.requireNonNull(inflow);
    flow.add(message.length());
    incoming.run(() -> {
      try {
        if (!closed) {
          dialogue.clientSaid(message);
        }
      } finally {
        flow.done(message.length());
      }
    });
  }

  @Override
  public void writable(boolean writable) {
    if (writable) {
      process().goOn();
    }
  }

  @Override
  public void closed() {
    closed = true;
    Future<?> looking = watch;
    if (looking != null) {
      looking.cancel(false);
    }
    process().end();
    incoming.run(dialogue::close);
    parts.release().run();
  }

  @Override
  public void abandoned() {
    dialogue.close();
    parts.release().run();
  }

  @Override
  public void said(String message) {
    unanswered.said(message);
    dialogue.serverSaid(message);
  }

  @Override
  public boolean takesMore() {
    return socket().isWritable();
  }

  @Override
  public void ended(String how, String complaint) {
    JsonObject params = new JsonObject();
    params.addProperty("type", ERROR_MESSAGE);
    params.addProperty("message", parts.program().name() + " " + how + ". " + complaint);
    toClient(Messages.notification("window/logMessage", params));
    long seconds = Math.max(1, parts.restarts().crashed().toSeconds());
    socket()
        .close(
            FAILED, parts.program().name() + " " + how + "; it starts again in " + seconds + " s");
  }

  @Override
  public void toServer(String message) {
    unanswered.asked(message);
    process().send(message);
  }

  @Override
  public void toClient(String message) {
    socket().text(message);
  }

  private ServerProcess process() {
    return Objects.requireNonNull(server, "nothing comes before the handshake");
  }

  private WebSocket socket() {
    return Objects.requireNonNull(socket, "nothing comes before the handshake");
  }
}
