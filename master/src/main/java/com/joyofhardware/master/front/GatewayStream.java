package com.joyofhardware.master.front;

import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Protocol;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.Hello;
import com.joyofhardware.protocol.front.FrontMessage.Ping;
import com.joyofhardware.protocol.front.FrontMessage.Preview;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import com.joyofhardware.protocol.front.FrontMessage.Revoked;
import com.joyofhardware.protocol.front.FrontMessage.RouteChanged;
import com.joyofhardware.protocol.front.FrontMessage.RouteGone;
import com.joyofhardware.protocol.front.FrontMessage.SharesChanged;
import com.joyofhardware.protocol.front.FrontMessage.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The stream to one gateway: a thread that reads, one that writes, and a bounded queue. */
final class GatewayStream {
  private static final System.Logger LOG = System.getLogger(GatewayStream.class.getName());
  private static final int WAITING = 10_000;
  private static final int EXCHANGES = 64;
  private static final int PING_SECONDS = 5;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final SocketChannel channel;
  private final Supplier<State> state;
  private final TokenDesk desk;
  private final PreviewDesk previews;
  private final Consumer<GatewayStream> onEnd;
  private final BlockingQueue<FrontMessage> waiting = new LinkedBlockingQueue<>(WAITING);
  private final Semaphore exchanges = new Semaphore(EXCHANGES);
  private boolean greeted;
  private volatile long lastHeard = System.nanoTime();

  GatewayStream(
      SocketChannel channel,
      Supplier<State> state,
      TokenDesk desk,
      PreviewDesk previews,
      Consumer<GatewayStream> onEnd) {
    this.channel = channel;
    this.state = state;
    this.desk = desk;
    this.previews = previews;
    this.onEnd = onEnd;
  }

  void start() {
    Thread.ofVirtual().name("front-read").start(this::read);
  }

  /** A gateway that doesn't keep up loses its stream, and gets everything again on the next. */
  void tell(FrontMessage message) {
    if (!waiting.offer(message)) {
      LOG.log(System.Logger.Level.WARNING, "a gateway doesn't take its messages; reconnecting it");
      close();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lastHeard = System.nanoTime();
        switch (Json.read(line, FrontMessage.class)) {
          case Hello hello when !greeted && Protocol.speaks(hello.protocol()) -> {
            greeted = true;
            Thread.ofVirtual().name("front-write").start(this::write);
          }
          case Exchange question when greeted -> answer(() -> desk.answer(question));
          case Preview question when greeted -> answer(() -> previews.answer(question));
          case Ping _ -> {}
          case Hello _,
              Exchange _,
              Preview _,
              State _,
              RouteChanged _,
              RouteGone _,
              Revoked _,
              SharesChanged _,
              PreviewAnswer _,
              Exchanged _ ->
              throw new IOException("a gateway said what a gateway doesn't say");
        }
      }
    } catch (IOException | JoyException e) {
      LOG.log(System.Logger.Level.DEBUG, "a gateway's stream ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void answer(Supplier<FrontMessage> desk) throws InterruptedException {
    exchanges.acquire();
    Thread.ofVirtual()
        .name("front-exchange")
        .start(() -> {
          try {
            tell(desk.get());
          } finally {
            exchanges.release();
          }
        });
  }

  /** The whole state first; what was queued before it is in it, or newer. */
  private void write() {
    try {
      send(state.get());
      while (channel.isOpen() && System.nanoTime() - lastHeard < SILENCE_NANOS) {
        FrontMessage message = waiting.poll(PING_SECONDS, TimeUnit.SECONDS);
        send(message == null ? new Ping() : message);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a gateway's stream ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void send(FrontMessage message) throws IOException {
    String line = Json.write(message, FrontMessage.class) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void close() {
    onEnd.accept(this);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a gateway's stream failed", e);
    }
  }
}
