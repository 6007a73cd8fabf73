package com.joyofhardware.engine.local.egress;

import com.joyofhardware.engine.local.egress.Destination.Reachable;
import com.joyofhardware.engine.local.egress.Destination.Refused;
import com.joyofhardware.engine.local.egress.RequestHead.MalformedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One request of a sandbox, or one tunnel, from its first byte to its last. */
final class EgressConnection {
  private static final System.Logger LOG = System.getLogger(EgressConnection.class.getName());
  private static final int CONNECT_MILLIS = 10_000;
  private static final int BUFFER = 64 << 10;

  private final EgressRules rules;
  private final SocketChannel client;
  private final InputStream in;
  private final OutputStream out;

  EgressConnection(EgressRules rules, SocketChannel client) {
    this.rules = rules;
    this.client = client;
    this.in = new BufferedInputStream(Channels.newInputStream(client), 8 << 10);
    this.out = Channels.newOutputStream(client);
  }

  /** Returns when the connection is done with, and leaves closing it to the caller. */
  void serve() throws IOException {
    try {
      RequestHead head = RequestHead.read(in);
      if (head.method().equals("CONNECT")) {
        tunnel(head);
      } else {
        request(head);
      }
    } catch (MalformedException | IllegalArgumentException e) {
      answer(new Refused(400, "the proxy can't read this request: " + e.getMessage()));
    }
  }

  private void request(RequestHead head) throws IOException {
    URI target = URI.create(head.target());
    switch (rules.http(target)) {
      case Refused refused -> answer(refused);
      case Reachable reachable -> {
        // Judged before a byte goes out: the server must not see half of a malformed request.
        head.chunked();
        head.length();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        connect(
            reachable.address(),
            server -> {
              OutputStream toServer = Channels.newOutputStream(server);
              toServer.write(head.forward(reachable.authority(), path + query));
              Thread body = Thread.ofVirtual().start(() -> body(head, server, toServer));
              pump(Channels.newInputStream(server), out);
              client.shutdownOutput();
              body.interrupt();
            });
      }
    }
  }

  /** A server may answer before it has read the body, so this goes on beside the answer. */
  private void body(RequestHead head, SocketChannel server, OutputStream toServer) {
    try {
      RequestBody.copy(head, in, toServer);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a request of a sandbox was cut short", e);
      close(server);
    }
  }

  private void tunnel(RequestHead head) throws IOException {
    URI authority = URI.create("tunnel://" + head.target());
    if (authority.getHost() == null || authority.getPort() < 1) {
      throw new MalformedException("CONNECT needs host:port");
    }
    switch (rules.tunnel(authority.getHost(), authority.getPort())) {
      case Refused refused -> answer(refused);
      case Reachable reachable ->
          connect(
              reachable.address(),
              server -> {
                out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread up = Thread.ofVirtual().start(() -> pumpUp(server));
                pump(Channels.newInputStream(server), out);
                client.shutdownOutput();
                join(up);
              });
    }
  }

  /** Each direction ends on its own: the end of one is told to the other side, no more. */
  private void pumpUp(SocketChannel server) {
    try {
      pump(in, Channels.newOutputStream(server));
      server.shutdownOutput();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a tunnel of a sandbox was cut", e);
      close(server);
    }
  }

  private interface Exchange {
    void with(SocketChannel server) throws IOException;
  }

  private void connect(InetSocketAddress address, Exchange exchange) throws IOException {
    try (SocketChannel server = SocketChannel.open()) {
      try {
        server.socket().connect(address, CONNECT_MILLIS);
      } catch (SocketTimeoutException e) {
        answer(new Refused(504, "the server did not answer within " + CONNECT_MILLIS + " ms"));
        return;
      } catch (IOException e) {
        answer(new Refused(502, "the server can't be reached: " + e.getMessage()));
        return;
      }
      exchange.with(server);
    }
  }

  private static void pump(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int read;
    while ((read = from.read(buffer)) >= 0) {
      to.write(buffer, 0, read);
    }
  }

  private void answer(Refused refused) throws IOException {
    byte[] body = (refused.reason() + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
            .formatted(refused.status(), phrase(refused.status()), body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    client.shutdownOutput();
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 502 -> "Bad Gateway";
      default -> "Gateway Timeout";
    };
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the proxy is closing", e);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection did not close", e);
    }
  }
}
