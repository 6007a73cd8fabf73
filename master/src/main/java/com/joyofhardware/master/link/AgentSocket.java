package com.joyofhardware.master.link;

import com.joyofhardware.protocol.AgentAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A connection to an agent on which one HTTP/1.1 request is made before anything else. */
final class AgentSocket implements AutoCloseable {
  private static final int MAX_HEAD = 16 << 10;

  /** A usual workspace at once, where the system allows so much. */
  private static final int SEND_BUFFER = 4 << 20;

  private final SocketChannel channel;
  private final InputStream in;

  private AgentSocket(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 64 << 10);
  }

  static AgentSocket connect(AgentAddress address) throws IOException {
    SocketChannel channel =
        switch (address) {
          case AgentAddress.Unix unix -> {
            // Opened apart from connecting, so that a failed connect is closed below like the rest.
            SocketChannel unixChannel = SocketChannel.open(StandardProtocolFamily.UNIX);
            yield connected(unixChannel, UnixDomainSocketAddress.of(unix.path()));
          }
          case AgentAddress.Tcp tcp ->
              connected(SocketChannel.open(), new InetSocketAddress(tcp.host(), tcp.port()));
        };
    return new AgentSocket(channel);
  }

  private static SocketChannel connected(SocketChannel channel, SocketAddress address)
      throws IOException {
    try {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Status and, unless the protocol was switched, the body up to a limit. */
  record Answer(int status, String body) {}

  Answer request(String method, String path, Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: agent\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    output().write(head.toString().getBytes(StandardCharsets.US_ASCII));
    String answer = readHead();
    String[] words = answer.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
      throw new IOException("the agent did not answer in HTTP");
    }
    int status = Integer.parseInt(words[1]);
    String body = status == 101 ? "" : readBody(answer);
    return new Answer(status, body);
  }

  private String readBody(String head) throws IOException {
    for (String line : head.lines().toList()) {
      String name = "content-length:";
      if (line.regionMatches(true, 0, name, 0, name.length())) {
        int length = Integer.parseInt(line.substring(name.length()).strip());
        return new String(in.readNBytes(Math.min(length, MAX_HEAD)), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int b = in.read();
      if (b < 0 || head.size() > MAX_HEAD) {
        throw new IOException("the agent ended the connection before it answered");
      }
      head.write(b);
      if (b == '\n') {
        ends++;
      } else if (b != '\r') {
        ends = 0;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  InputStream input() {
    return in;
  }

  OutputStream output() {
    return Channels.newOutputStream(channel);
  }

  /** Closes the connection unless the returned future is cancelled first. */
  Future<?> closeAfter(Duration time) {
    return CompletableFuture.runAsync(
        this::close,
        CompletableFuture.delayedExecutor(
            time.toMillis(), TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task)));
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that fails to close is closed all the same; nothing was promised on it.
      return;
    }
  }
}
