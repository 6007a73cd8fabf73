package com.joyofhardware.agent;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands in for the agent in this module's tests, with the same arguments: it answers {@code GET
 * /healthz} and runs the body of {@code POST /sh} as a shell line.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    List<String> arguments = List.of(args);
    String listen = arguments.get(arguments.indexOf("--listen") + 1);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(listen.substring("unix:".length())));
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    }
  }

  private static void serve(SocketChannel client) {
    try (client;
        InputStream in = new BufferedInputStream(Channels.newInputStream(client));
        OutputStream out = Channels.newOutputStream(client)) {
      String request = line(in);
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.startsWith("Content-Length: ")) {
          length = Integer.parseInt(header.substring("Content-Length: ".length()));
        }
      }
      byte[] answer = answer(request, in.readNBytes(length));
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] answer(String request, byte[] body) throws IOException {
    if (request.startsWith("GET /healthz ")) {
      return "{}".getBytes(StandardCharsets.US_ASCII);
    }
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", new String(body, StandardCharsets.UTF_8))
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    return shell.getInputStream().readAllBytes();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
