package com.joyofhardware.bench.relay;

import com.joyofhardware.protocol.SessionId;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One WebSocket of the benchmark's client, through a relay or straight to the server. */
final class RelayClient implements AutoCloseable {
  static final SessionId SESSION = new SessionId("benchbench22");
  static final String PATH = "/s/" + SESSION + "/exec";
  private static final int READ = 256 << 10;

  /** A masked binary frame with 26 bytes, about what a key press and its head are. */
  private static final int ECHO_FRAME = 32;

  private static final byte MASKED = (byte) 0x80;

  private final SocketChannel channel;

  /**
   * @param headers what this way wants beside the WebSocket's own, each line with its CRLF
   */
  RelayClient(int port, String path, String headers) throws IOException {
    channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers
            + "\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    String answer = readHead(channel);
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      channel.close();
      throw new IOException("no WebSocket: " + answer.lines().findFirst().orElse("nothing"));
    }
  }

  /** Reads byte by byte, so that nothing behind the head is taken. */
  static String readHead(SocketChannel channel) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0) {
        throw new EOFException("the connection ended in its head: " + head);
      }
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  /** Seconds that so many bytes take to arrive. */
  double download(long bytes) throws IOException {
    order('S', bytes);
    ByteBuffer block = ByteBuffer.allocateDirect(READ);
    long start = System.nanoTime();
    for (long left = bytes; left > 0; ) {
      int n = channel.read(block.clear());
      if (n < 0) {
        throw new EOFException(left + " bytes are missing");
      }
      left -= n;
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Median of the time that a small frame takes there and back, in µs. */
  double echo(int times) throws IOException {
    order('E', 0);
    ByteBuffer frame = ByteBuffer.allocateDirect(ECHO_FRAME);
    frame.put(0, (byte) 0x82).put(1, (byte) (MASKED | (ECHO_FRAME - 6)));
    ByteBuffer back = ByteBuffer.allocateDirect(ECHO_FRAME);
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      channel.write(frame.clear());
      back.clear();
      while (back.hasRemaining()) {
        if (channel.read(back) < 0) {
          throw new EOFException("the echo ended");
        }
      }
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[times / 2] / 1e3;
  }

  private void order(char what, long bytes) throws IOException {
    ByteBuffer order = ByteBuffer.allocate(RelayServer.ORDER_BYTES);
    channel.write(order.put((byte) what).putLong(bytes).flip());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
