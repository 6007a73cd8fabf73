package com.joyofhardware.engine.contract;

import com.joyofhardware.protocol.AgentAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Plain HTTP/1.1 to an agent, one request a connection. */
public final class AgentProbe {
  private AgentProbe() {}

  /** An answer; the body is all that came after the headers. */
  public record Answer(int status, String body) {}

  /** Waits for a 200 of {@code /healthz}. */
  public static void awaitHealthy(AgentAddress address, Duration patience) {
    Deadline.await(patience, "a healthy agent at " + address, () -> healthy(address));
  }

  public static boolean healthy(AgentAddress address) {
    try {
      return request(address, "GET", "/healthz", "").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  public static Answer request(AgentAddress address, String method, String path, String body)
      throws IOException {
    try (SocketChannel channel = connect(address)) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "%s %s HTTP/1.1\r\nHost: agent\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, path, bytes.length);
      write(channel, head.getBytes(StandardCharsets.US_ASCII));
      write(channel, bytes);
      String answer = readAll(channel);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new IOException("no answer, but '" + answer + "'");
      }
      return new Answer(
          Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3)),
          answer.substring(end + 4));
    }
  }

  private static SocketChannel connect(AgentAddress address) throws IOException {
    return switch (address) {
      case AgentAddress.Unix unix -> {
        SocketAddress path = UnixDomainSocketAddress.of(unix.path());
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(path);
        yield channel;
      }
      case AgentAddress.Tcp tcp ->
          SocketChannel.open(new InetSocketAddress(tcp.host(), tcp.port()));
    };
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8 << 10);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
