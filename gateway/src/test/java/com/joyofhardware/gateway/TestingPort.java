package com.joyofhardware.gateway;

import com.joyofhardware.gateway.Conversation.Message;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Plays the agent's side of {@code WS /ports/{port}}, in front of a program that a test scripts.
 */
final class TestingPort implements TestingServer.Script {
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;

  private final int program;
  private final Queue<Message> handshakes = new ConcurrentLinkedQueue<>();

  TestingPort(int program) {
    this.program = program;
  }

  /** The requests with which the gateway asked for the port. */
  Queue<Message> handshakes() {
    return handshakes;
  }

  @Override
  public void play(Conversation gateway) throws Exception {
    Message asked = gateway.readHead();
    handshakes.add(asked);
    gateway.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + AgentRequest.acceptOf(asked.header("Sec-WebSocket-Key"))
            + "\r\n\r\n");
    try (Socket to = new Socket(InetAddress.getLoopbackAddress(), program)) {
      Thread back = Thread.ofVirtual().start(() -> frames(to, gateway));
      bytes(gateway, to);
      back.join();
    }
  }

  /** From the gateway: masked frames. An empty one ends the program's input. */
  private static void bytes(Conversation gateway, Socket to) throws IOException {
    DataInputStream in = new DataInputStream(gateway.in());
    for (int first = in.read(); first >= 0; first = in.read()) {
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % 4];
      }
      if (first == BINARY && length == 0) {
        to.shutdownOutput();
      } else if (first == BINARY) {
        to.getOutputStream().write(payload);
      }
    }
  }

  /** To the gateway: plain frames, with a ping before them as agents send at any time. */
  private static void frames(Socket from, Conversation gateway) {
    try {
      DataOutputStream out = new DataOutputStream(gateway.out());
      out.write(new byte[] {(byte) PING, 0});
      byte[] buffer = new byte[8_192];
      for (int n = from.getInputStream().read(buffer);
          n > 0;
          n = from.getInputStream().read(buffer)) {
        out.writeByte(BINARY);
        if (n < 126) {
          out.writeByte(n);
        } else {
          out.writeByte(126);
          out.writeShort(n);
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      out.write(new byte[] {(byte) BINARY, 0});
      out.flush();
    } catch (IOException e) {
      gateway.close();
    }
  }
}
