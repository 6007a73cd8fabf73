package com.joyofhardware.master.session;

import com.joyofhardware.protocol.AgentAddress;
import com.joyofhardware.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One request to an agent's Unix socket, as the gateway would send it. */
final class AgentHttp {
  private AgentHttp() {}

  /** An answer. */
  record Answer(int status, String body) {}

  static Answer request(
      AgentAddress address, String ticket, String method, String path, String body)
      throws IOException {
    String socket = ((AgentAddress.Unix) address).path();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n"
              + Protocol.TICKET_HEADER
              + ": "
              + ticket
              + "\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n";
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      channel.write(ByteBuffer.wrap(bytes));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Channels.newInputStream(channel).transferTo(answer);
      String text = answer.toString(StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new IOException("no answer: " + text);
      }
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
    }
  }
}
