package com.joyofhardware.agent.files;

import com.joyofhardware.agent.TestingAgent;
import com.joyofhardware.protocol.AgentAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection on which a test says exactly what it means, over TCP or a Unix socket. */
public final class RawHttp implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  public RawHttp(TestingAgent agent) throws IOException {
    channel =
        switch (agent.address()) {
          case AgentAddress.Tcp(String host, int port) ->
              open(new InetSocketAddress(host, port), StandardProtocolFamily.INET);
          case AgentAddress.Unix(String path) ->
              open(UnixDomainSocketAddress.of(path), StandardProtocolFamily.UNIX);
        };
    in = Channels.newInputStream(channel);
    out = Channels.newOutputStream(channel);
  }

  private static SocketChannel open(SocketAddress to, StandardProtocolFamily family)
      throws IOException {
    SocketChannel channel = SocketChannel.open(family);
    channel.connect(to);
    return channel;
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Status line and headers, with the empty line. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.append((char) c);
    }
    return head.toString();
  }

  /** Head and body of an answer with a length. */
  public String readAnswer() throws IOException {
    String head = readHead();
    Matcher length = LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  public InputStream in() {
    return in;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
