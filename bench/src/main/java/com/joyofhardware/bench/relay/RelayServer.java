package com.joyofhardware.bench.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays the agent: accepts a WebSocket, then either pours binary frames or echoes what comes. The
 * client's first nine bytes say which: {@code S} and a number of bytes, or {@code E} and nothing.
 */
final class RelayServer implements AutoCloseable {
  static final int ORDER_BYTES = 9;
  private static final int FRAME_HEAD = 10;
  private static final int FRAME = 64 << 10;
  private static final int WRITE = 256 << 10;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *([^\r]+)\r\n");

  private final ServerSocketChannel listening;

  RelayServer() throws IOException {
    listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel channel = listening.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.ofVirtual().start(() -> serve(channel));
      } catch (IOException e) {
        if (listening.isOpen()) {
          throw new IllegalStateException("the benchmark's server can't accept", e);
        }
      }
    }
  }

  private static void serve(SocketChannel opened) {
    try (SocketChannel channel = opened) {
      channel.write(ByteBuffer.wrap(switching(RelayClient.readHead(channel))));
      ByteBuffer order = ByteBuffer.allocate(ORDER_BYTES);
      while (order.hasRemaining()) {
        if (channel.read(order) < 0) {
          return;
        }
      }
      order.flip();
      // a thread of its own: a virtual one would add its scheduling to the latency
      Thread worker =
          order.get() == 'S'
              ? Thread.ofPlatform().daemon().start(() -> pour(channel, order.getLong()))
              : Thread.ofPlatform().daemon().start(() -> echo(channel));
      worker.join();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the benchmark's server failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] switching(String request) throws GeneralSecurityException {
    Matcher key = KEY.matcher(request);
    if (!key.find()) {
      throw new IllegalStateException("not a WebSocket's request: " + request);
    }
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest((key.group(1).strip() + GUID).getBytes(StandardCharsets.US_ASCII));
    return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(digest)
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Frames of 64 KiB, several in one write. */
  private static void pour(SocketChannel channel, long bytes) {
    ByteBuffer frames = ByteBuffer.allocateDirect(WRITE);
    while (frames.remaining() >= FRAME) {
      frames.put((byte) 0x82).put((byte) 127).putLong(FRAME - FRAME_HEAD);
      frames.position(frames.position() + FRAME - FRAME_HEAD);
    }
    try {
      for (long left = bytes; left > 0; left -= frames.capacity()) {
        frames.clear().limit((int) Math.min(frames.capacity(), left));
        while (frames.hasRemaining()) {
          channel.write(frames);
        }
      }
      channel.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new IllegalStateException("the benchmark's source was cut", e);
    }
  }

  private static void echo(SocketChannel channel) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 10);
    try {
      while (channel.read(bytes.clear()) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the benchmark's echo was cut", e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
