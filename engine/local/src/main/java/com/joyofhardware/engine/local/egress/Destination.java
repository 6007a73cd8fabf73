package com.joyofhardware.engine.local.egress;

import java.net.InetSocketAddress;

/** What the rules say to one request. */
sealed interface Destination {
  /**
   * The server itself.
   *
   * @param authority the server's own name, which it expects in {@code Host}
   */
  record Reachable(InetSocketAddress address, String authority) implements Destination {}

  /** An answer of our own, with its HTTP status. */
  record Refused(int status, String reason) implements Destination {}
}
