package com.joyofhardware.engine.local.egress;

import java.net.InetSocketAddress;

/** What the rules say to one request. */
sealed interface Destination {
  record Reachable(InetSocketAddress address) implements Destination {}

  /** An answer of our own, with its HTTP status. */
  record Refused(int status, String reason) implements Destination {}
}
