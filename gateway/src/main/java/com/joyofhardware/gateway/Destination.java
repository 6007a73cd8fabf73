package com.joyofhardware.gateway;

import com.joyofhardware.protocol.SessionId;

/** Where a request goes. */
sealed interface Destination {
  /** The gateway's own liveness. */
  record Alive() implements Destination {}

  /** The gateway's own readiness. */
  record Ready() implements Destination {}

  /** Everything but sessions. */
  record Master() implements Destination {}

  /**
   * A session's agent.
   *
   * @param target what follows {@code /s/session}, as it was sent
   */
  record Agent(SessionId session, String target) implements Destination {}

  /** What listens on a port of a session, on an origin of its own. */
  record Preview(SessionId session, int port) implements Destination {}

  /** The built assets, on an origin on which a part of the IDE runs apart. */
  record Apart(ApartOrigin origin) implements Destination {}
}
