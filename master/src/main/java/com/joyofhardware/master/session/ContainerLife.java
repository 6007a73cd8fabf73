package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.SessionId;
import java.util.Optional;

/**
 * The life of a container: {@code Starting → Warm → Claimed → Stopping → Gone}, or {@code Failed}.
 * There is no way back to {@link Warm}: a container has at most one owner, ever.
 */
sealed interface ContainerLife {

  /** Its first process runs; its agent doesn't answer yet. */
  record Starting() implements ContainerLife {
    Warm ready() {
      return new Warm();
    }

    Stopping unwanted(String why) {
      return new Stopping(Optional.empty(), why);
    }

    Failed failed(String why) {
      return new Failed(why);
    }
  }

  /** Its agent answers and knows nobody. */
  record Warm() implements ContainerLife {
    Claimed claimed(SessionId owner, Claim claim) {
      return new Claimed(owner, claim);
    }

    Stopping surplus(String why) {
      return new Stopping(Optional.empty(), why);
    }

    Failed failed(String why) {
      return new Failed(why);
    }
  }

  /** A session has it. */
  record Claimed(SessionId owner, Claim claim) implements ContainerLife {
    Stopping released(String why) {
      return new Stopping(Optional.of(owner), why);
    }
  }

  /** Nobody may use it any more; something of it may still be there. */
  record Stopping(Optional<SessionId> last, String why) implements ContainerLife {
    Gone gone() {
      return new Gone();
    }
  }

  /** It ended, or never answered, before anybody had it; what is left of it is to be removed. */
  record Failed(String why) implements ContainerLife {
    Gone gone() {
      return new Gone();
    }
  }

  /** Nothing of it is left. */
  record Gone() implements ContainerLife {}
}
