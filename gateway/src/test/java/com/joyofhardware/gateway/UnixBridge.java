package com.joyofhardware.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a {@link TestingServer} behind a Unix socket; each end of input is passed on by itself. */
final class UnixBridge implements AutoCloseable {
  private final Path socket;
  private final int port;
  private final ServerSocketChannel listening;
  private final AtomicInteger connections = new AtomicInteger();

  UnixBridge(Path socket, int port) throws IOException {
    this.socket = socket;
    this.port = port;
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel here = listening.accept();
        SocketChannel there =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        connections.incrementAndGet();
        Thread one = Thread.ofVirtual().start(() -> pump(here, there));
        Thread other = Thread.ofVirtual().start(() -> pump(there, here));
        Thread.ofVirtual().start(() -> closeAfter(one, other, here, there));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void pump(SocketChannel from, SocketChannel to) {
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(block.clear()) >= 0) {
        block.flip();
        while (block.hasRemaining()) {
          to.write(block);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from, to);
    }
  }

  private static void closeAfter(Thread one, Thread other, SocketChannel... channels) {
    try {
      one.join();
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(channels);
  }

  private static void close(SocketChannel... channels) {
    for (SocketChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    Files.deleteIfExists(socket);
  }
}
