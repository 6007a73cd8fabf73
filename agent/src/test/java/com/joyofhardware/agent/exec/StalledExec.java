package com.joyofhardware.agent.exec;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client that shakes hands, says what to run, and reads nothing more. */
final class StalledExec implements AutoCloseable {
  private static final int QUIET_ROUNDS = 25;

  private final Socket socket;

  StalledExec(TestingAgent agent) throws IOException {
    URI uri = agent.uri("http", "/exec");
    socket = new Socket(uri.getHost(), uri.getPort());
    OutputStream out = socket.getOutputStream();
    out.write(
        ("GET /exec HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + Protocol.TICKET_HEADER
                + ": "
                + agent.ticket()
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("no handshake: " + head);
    }
  }

  void begin(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    if (payload.length > 125) {
      throw new IllegalArgumentException("too long for a frame with one byte of length");
    }
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
    out.write(payload);
  }

  /** The number in the file once it has stopped growing. */
  long awaitStandstill(Path file) throws Exception {
    long last = -1;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    for (int quiet = 0; quiet < QUIET_ROUNDS; ) {
      long now = read(file);
      quiet = now == last && now > 0 ? quiet + 1 : 0;
      last = now;
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the command goes on: " + now);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return last;
  }

  private static long read(Path file) throws IOException {
    String text = Files.exists(file) ? Files.readString(file).trim() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
