package com.joyofhardware.agent.identity;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.SessionId;

/** The life of an agent, from an anonymous warm container to a session's own. */
public sealed interface Life {
  /** Anonymous: nobody's yet. */
  record Warm() implements Life {
    Starting personalise(Claim claim, SessionId session) {
      return new Starting(claim, session);
    }
  }

  /** Claimed: the workspace is being laid out. */
  record Starting(Claim claim, SessionId session) implements Life {
    Serving serve() {
      return new Serving(claim, session);
    }
  }

  /** The person's: files and terminals are served. */
  record Serving(Claim claim, SessionId session) implements Life {
    Saving freeze() {
      return new Saving(claim, session);
    }

    Starting personalise(Claim newer, SessionId next) {
      return new Starting(newer, next);
    }
  }

  /** The last save: it may be read, nothing may be written. */
  record Saving(Claim claim, SessionId session) implements Life {
    Serving thaw() {
      return new Serving(claim, session);
    }
  }

  /** The claim was overtaken: the session lives in another container. */
  record Retired(Claim claim, SessionId session) implements Life {}
}
