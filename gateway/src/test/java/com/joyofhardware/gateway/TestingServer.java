package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers each connection by a script: an agent as hostile as a test wants it, or a master. */
final class TestingServer implements AutoCloseable {
  /** What it does with a connection; the connection ends after it. */
  interface Script {
    void play(Conversation with) throws Exception;
  }

  private final ServerSocket listening;
  private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Message> requests = new ConcurrentLinkedQueue<>();
  private volatile Script script = TestingServer::ok;

  TestingServer() throws IOException {
    this(0);
  }

  TestingServer(int port) throws IOException {
    listening = new ServerSocket(port, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private static void ok(Conversation with) {
    with.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok");
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Each connection from now on is played by this, from its first byte on. */
  void plays(Script script) {
    this.script = script;
  }

  /** Reads one whole request, keeps it, and answers with this text. */
  void answers(String response) {
    plays(with -> {
      requests.add(with.read());
      with.send(response);
    });
  }

  /** Requests that {@link #answers} has read. */
  Queue<Message> requests() {
    return requests;
  }

  Queue<Throwable> failures() {
    return failures;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> play(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void play(Socket socket) {
    try (Conversation with = new Conversation(socket)) {
      open.add(with);
      try {
        script.play(with);
      } finally {
        open.remove(with);
      }
    } catch (Exception | AssertionError e) {
      failures.add(e);
    }
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Conversation::close);
  }
}
