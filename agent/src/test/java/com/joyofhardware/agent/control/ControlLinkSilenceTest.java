package com.joyofhardware.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.control.ControlMessage.Credentials;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.History;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.FrameOutput;
import com.joyofhardware.protocol.statement.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A master whose machine is gone ends no connection; work is then known to be safe here only. */
class ControlLinkSilenceTest {
  private static final Duration BEAT = Duration.ofMillis(50);

  @Test
  void aLinkToASilentMasterIsGivenUp() throws Exception {
    CompletableFuture<ControlLink> gone = new CompletableFuture<>();
    try (PipedOutputStream master = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(master)) {
      ControlLink link =
          new ControlLink(
              new Command(TestingAgent.CONTAINER, TestingAgent.CLAIM, Instant.now()),
              in,
              new FrameOutput(OutputStream.nullOutputStream()),
              BEAT,
              () -> close(in),
              new Nothing(gone));
      Thread.ofPlatform().daemon().start(link::run);

      assertThat(gone.get(20, TimeUnit.SECONDS)).isSameAs(link);
    }
  }

  private static void close(PipedInputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An agent that has nothing to do. */
  private record Nothing(CompletableFuture<ControlLink> gone) implements ControlLink.Duties {
    @Override
    public Hello hello() {
      return new Hello(TestingAgent.CONTAINER, Protocol.VERSION, null, null);
    }

    @Override
    public void attached(ControlLink link) {}

    @Override
    public void personalise(Personalise message, Command command, ControlLink link) {}

    @Override
    public void history(History message, InputStream pack) {}

    @Override
    public void renew(Credentials message) {}

    @Override
    public CompletableFuture<Saved> save(boolean last) {
      return new CompletableFuture<>();
    }

    @Override
    public void thaw() {}

    @Override
    public void overtaken() {}

    @Override
    public void gone(ControlLink link) {
      gone.complete(link);
    }
  }
}
