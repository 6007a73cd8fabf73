package com.joyofhardware.gateway;

import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.front.FrontMessage;
import com.joyofhardware.protocol.front.FrontMessage.Exchange;
import com.joyofhardware.protocol.front.FrontMessage.Exchanged;
import com.joyofhardware.protocol.front.FrontMessage.Hello;
import com.joyofhardware.protocol.front.FrontMessage.Preview;
import com.joyofhardware.protocol.front.FrontMessage.PreviewAnswer;
import com.joyofhardware.protocol.front.FrontMessage.State;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A master's end of the control stream, under a test's command. */
final class TestingMaster implements AutoCloseable {
  private final Path socket;
  private final Supplier<State> state;
  private final Set<SocketChannel> gateways = ConcurrentHashMap.newKeySet();
  private final AtomicInteger exchanges = new AtomicInteger();
  private volatile Function<Exchange, Exchanged> exchange =
      question -> new Exchanged(question.id(), null, "auth.wrong_credentials", "unknown token");
  private volatile Function<Preview, PreviewAnswer> previews =
      question -> new PreviewAnswer(question.id(), null, "auth.required", "not this one");
  private volatile ServerSocketChannel listening;

  TestingMaster(Path socket, Supplier<State> state) throws IOException {
    this.socket = socket;
    this.state = state;
    this.listening = listen();
  }

  void previews(Function<Preview, PreviewAnswer> previews) {
    this.previews = previews;
  }

  void exchanges(Function<Exchange, Exchanged> exchange) {
    this.exchange = exchange;
  }

  /** How often a gateway has asked about a token. */
  int asked() {
    return exchanges.get();
  }

  private ServerSocketChannel listen() throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> accept(server));
    return server;
  }

  /** Ends every stream, as a kill does. */
  void kill() throws IOException {
    listening.close();
    for (SocketChannel gateway : gateways) {
      gateway.close();
    }
    gateways.clear();
  }

  void restart() throws IOException {
    listening = listen();
  }

  /** No message falls between a gateway's state and its place among those that are told. */
  private synchronized void greet(SocketChannel gateway) throws IOException {
    write(gateway, state.get());
    gateways.add(gateway);
  }

  synchronized void tell(FrontMessage message) throws IOException {
    for (SocketChannel gateway : gateways) {
      write(gateway, message);
    }
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel gateway = server.accept();
        Thread.ofVirtual().start(() -> serve(gateway));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel gateway) {
    try (BufferedReader lines =
        new BufferedReader(Channels.newReader(gateway, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        switch (Json.read(line, FrontMessage.class)) {
          case Hello _ -> greet(gateway);
          case Exchange question -> {
            exchanges.incrementAndGet();
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    write(gateway, exchange.apply(question));
                  } catch (IOException e) {
                    gateways.remove(gateway);
                  }
                });
          }
          case Preview question -> write(gateway, previews.apply(question));
          default -> write(gateway, new FrontMessage.Ping());
        }
      }
    } catch (IOException e) {
      gateways.remove(gateway);
    }
  }

  private static void write(SocketChannel gateway, FrontMessage message) throws IOException {
    String line = Json.write(message, FrontMessage.class) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    synchronized (gateway) {
      while (bytes.hasRemaining()) {
        gateway.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(socket);
  }
}
