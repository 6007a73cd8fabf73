package com.joyofhardware.engine.local.egress;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it is sent, whatever that is, until nothing more comes for a while. */
final class TestingServer implements AutoCloseable {
  private static final int SILENCE_MILLIS = 200;

  private final ServerSocket server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean echo;

  private TestingServer(ServerSocket server) {
    this.server = server;
  }

  static TestingServer start() throws IOException {
    TestingServer started =
        new TestingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(started::accept);
    return started;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  /** From now on it sends back what comes, once all has come. */
  void echo() {
    echo = true;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      if (echo) {
        socket.getOutputStream().write(in.readAllBytes());
        return;
      }
      requests.add(untilSilence(socket, in));
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      requests.add("broken: " + e);
    }
  }

  private static String untilSilence(Socket socket, InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    socket.setSoTimeout(SILENCE_MILLIS);
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (java.net.SocketTimeoutException silence) {
      return text.toString();
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
