package com.joyofhardware.engine.local.egress;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The proxy's socket for one sandbox. */
final class EgressListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EgressListener.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final EgressRules rules;
  private final ServerSocketChannel server;
  private final Semaphore free;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private EgressListener(EgressRules rules, ServerSocketChannel server, int connections) {
    this.rules = rules;
    this.server = server;
    this.free = new Semaphore(connections);
  }

  /** The socket lies in a folder that only we write; anybody who sees it may connect. */
  static EgressListener bind(EgressRules rules, Path socket, int connections) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    EgressListener listener = new EgressListener(rules, server, connections);
    Thread.ofVirtual().name("egress " + socket).start(listener::accept);
    return listener;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        // Beyond the limit connections wait in the kernel's queue, and then in the sandbox.
        free.acquire();
        SocketChannel client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Most likely this process has too many files open; connections wait in the queue.
        free.release();
        LOG.log(System.Logger.Level.WARNING, "a sandbox's way out takes no connection now", e);
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      new EgressConnection(rules, client).serve();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection of a sandbox broke", e);
    } finally {
      open.remove(client);
      free.release();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel client : open) {
      client.close();
    }
  }
}
