package com.joyofhardware.agent.training;

import com.joyofhardware.protocol.Protocol;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Just enough HTTP and WebSocket to use an agent. The JDK's client was rejected: its hundreds of
 * classes would go into the cache, and it knows no Unix sockets.
 */
final class TrainingClient {
  private final UnixDomainSocketAddress address;
  private final String ticket;

  TrainingClient(Path socket, String ticket) {
    this.address = UnixDomainSocketAddress.of(socket);
    this.ticket = ticket;
  }

  /** Fails if the answer doesn't hold what is expected. */
  void request(String methodAndPath, String body, String expected) throws IOException {
    try (Socket socket = new Socket(SocketChannel.open(address))) {
      socket.write(head(methodAndPath) + "Content-Length: " + body.length() + "\r\n\r\n" + body);
      socket.await(expected);
    }
  }

  Socket webSocket(String path) throws IOException {
    Socket socket = new Socket(SocketChannel.open(address));
    socket.write(
        head("GET " + path)
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    socket.await("HTTP/1.1 101");
    return socket;
  }

  private String head(String methodAndPath) {
    return methodAndPath
        + " HTTP/1.1\r\nHost: training\r\n"
        + Protocol.TICKET_HEADER
        + ": "
        + ticket
        + "\r\n";
  }

  /** Keeps what it reads until it was waited for. */
  static final class Socket implements AutoCloseable {
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
    private final StringBuilder received = new StringBuilder();

    Socket(SocketChannel channel) {
      this.channel = channel;
    }

    void text(String message) throws IOException {
      frame(TEXT, message);
    }

    void binary(String data) throws IOException {
      frame(BINARY, data);
    }

    /** Masked with zeros; ASCII. */
    private void frame(int kind, String payload) throws IOException {
      ByteBuffer head = ByteBuffer.allocate(8).put((byte) kind);
      if (payload.length() < 126) {
        head.put((byte) (0x80 | payload.length()));
      } else {
        head.put((byte) (0x80 | 126)).putShort((short) payload.length());
      }
      head.putInt(0).flip();
      channel.write(head);
      write(payload);
    }

    void write(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Reads one byte at a time: what follows the head is somebody else's to read. */
    void awaitHead(String expected) throws IOException {
      StringBuilder head = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (head.indexOf("\r\n\r\n") < 0) {
        if (channel.read(one.clear()) < 0) {
          throw new IOException("expected " + expected + ", got " + head);
        }
        head.append((char) one.get(0));
      }
      if (!head.toString().startsWith(expected)) {
        throw new IOException("expected " + expected + ", got " + head);
      }
    }

    void await(String expected) throws IOException {
      while (received.indexOf(expected) < 0) {
        if (channel.read(buffer.clear()) < 0) {
          throw new IOException("expected " + expected + ", got " + received);
        }
        received.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
      }
      received.delete(0, received.indexOf(expected) + expected.length());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
