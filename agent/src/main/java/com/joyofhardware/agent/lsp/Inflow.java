package com.joyofhardware.agent.lsp;

import com.joyofhardware.agent.server.WebSocket;

/** What came from a client and is held in memory; a client that is ahead of its server waits. */
final class Inflow {
  private static final int HIGH = 8 << 20;
  private static final int LOW = 1 << 20;

  private final WebSocket socket;
  private long held;

  Inflow(WebSocket socket) {
    this.socket = socket;
  }

  // Under one lock: the last of two threads to say whether to read must be the one that knows.
  synchronized void add(long bytes) {
    held += bytes;
    if (held > HIGH) {
      socket.reading(false);
    }
  }

  synchronized void done(long bytes) {
    held -= bytes;
    if (held < LOW) {
      socket.reading(true);
    }
  }
}
