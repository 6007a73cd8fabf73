package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.SessionId;
import java.time.Instant;

/** One thing to do about a container. A plan is a list of these. */
sealed interface Step {
  record Start(Pool pool) implements Step {}

  /** It answers: it may be claimed. */
  record Ready(ContainerId container, Pool pool) implements Step {}

  /** The engine runs it, no row has it, nobody owns it: take it up. */
  record Adopt(Container container) implements Step {}

  record Stop(ContainerId container, String why) implements Step {}

  /** Nobody has it and it is of no use: stop it, and let its pool rest. */
  record Fail(ContainerId container, Pool pool, String why) implements Step {}

  /** A session's container ended or is gone; the session is to go on in another. */
  record Lost(ContainerId container, SessionId session, String why) implements Step {}

  /** Nothing of it is left. */
  record Forget(ContainerId container) implements Step {}

  /** A pool is short, but may not start before then. */
  record Retry(Pool pool, Instant at) implements Step {}
}
