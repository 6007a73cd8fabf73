package com.joyofhardware.agent.rpc;

/** The client at the other end of one {@code WS /rpc}. */
public interface RpcConnection {
  /**
   * Sends a notification if the client keeps up: while it is slow nothing is queued and the answer
   * is false. Who needs it to arrive keeps it, merged with what follows, and tries again.
   */
  boolean notify(String method, Object params);

  /** Runs when the connection is gone; at once when it is gone already. Must not block. */
  void onClose(Runnable action);
}
