package com.joyofhardware.agent.lsp;

/**
 * What stands between a client and its server. What the client says comes on one thread, what the
 * server says on another, each in order.
 */
interface Dialogue extends AutoCloseable {
  /** Where its two sides are. From every thread, without blocking. */
  interface Sides {
    void toServer(String message);

    void toClient(String message);
  }

  void clientSaid(String message);

  void serverSaid(String message);

  @Override
  void close();

  /** Passes everything on. */
  record Plain(Sides sides) implements Dialogue {
    @Override
    public void clientSaid(String message) {
      sides.toServer(message);
    }

    @Override
    public void serverSaid(String message) {
      sides.toClient(message);
    }

    @Override
    public void close() {}
  }
}
