package com.joyofhardware.master.session;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.rest.SessionState;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of a session: {@code Queued → Starting → Active ⇄ Dormant → Saving → Destroyed}, or
 * {@code Failed}. {@link Recovering} is told as starting: the session lost its container and waits
 * for the next one.
 */
sealed interface SessionLife {
  /** As the API tells it. */
  SessionState told();

  /** The container it has, if any. */
  default Optional<Hold> holds() {
    return Optional.empty();
  }

  default boolean isOver() {
    return false;
  }

  /**
   * No container was free.
   *
   * @param number its place: who has a lower one goes first
   */
  record Queued(long number) implements SessionLife {
    Starting claimed(Hold hold) {
      return new Starting(hold, 0);
    }

    Destroyed cancelled(Instant now) {
      return new Destroyed(now, Optional.empty());
    }

    Failed failed(Instant now, String reason) {
      return new Failed(now, reason);
    }

    @Override
    public SessionState told() {
      return SessionState.QUEUED;
    }
  }

  /**
   * It has a container, whose workspace doesn't stand yet.
   *
   * @param attempts how many containers were tried before this one
   */
  record Starting(Hold hold, int attempts) implements SessionLife {
    Active ready() {
      return new Active(hold);
    }

    Recovering lost(Instant notBefore, String why) {
      return new Recovering(hold.claim(), attempts + 1, notBefore, why);
    }

    Saving ended() {
      return new Saving(hold);
    }

    Failed failed(Instant now, String reason) {
      return new Failed(now, reason);
    }

    @Override
    public SessionState told() {
      return SessionState.STARTING;
    }

    @Override
    public Optional<Hold> holds() {
      return Optional.of(hold);
    }
  }

  /**
   * Its container is lost; it waits for another one, before those who queue.
   *
   * @param lost the claim it had
   */
  record Recovering(Claim lost, int attempts, Instant notBefore, String why)
      implements SessionLife {
    Starting claimed(Hold hold) {
      return new Starting(hold, attempts);
    }

    /** Nothing to save: the newest snapshot is all there is. */
    Destroyed ended(Instant now) {
      return new Destroyed(now, Optional.empty());
    }

    Failed failed(Instant now, String reason) {
      return new Failed(now, reason);
    }

    @Override
    public SessionState told() {
      return SessionState.STARTING;
    }
  }

  /** Its workspace stands and somebody may use it. */
  record Active(Hold hold) implements SessionLife {
    Dormant quiet() {
      return new Dormant(hold);
    }

    Saving ended() {
      return new Saving(hold);
    }

    Recovering lost(Instant notBefore, String why) {
      return new Recovering(hold.claim(), 0, notBefore, why);
    }

    @Override
    public SessionState told() {
      return SessionState.ACTIVE;
    }

    @Override
    public Optional<Hold> holds() {
      return Optional.of(hold);
    }
  }

  /** As active, but nobody has been connected for a while. */
  record Dormant(Hold hold) implements SessionLife {
    Active touched() {
      return new Active(hold);
    }

    Saving ended() {
      return new Saving(hold);
    }

    Recovering lost(Instant notBefore, String why) {
      return new Recovering(hold.claim(), 0, notBefore, why);
    }

    @Override
    public SessionState told() {
      return SessionState.DORMANT;
    }

    @Override
    public Optional<Hold> holds() {
      return Optional.of(hold);
    }
  }

  /** Its last snapshot is being made. */
  record Saving(Hold hold) implements SessionLife {
    /**
     * All is saved, or nothing more can be.
     *
     * @param reason what a person should know of the end, e.g. where unsaved files are
     */
    Destroyed saved(Instant now, Optional<String> reason) {
      return new Destroyed(now, reason);
    }

    @Override
    public SessionState told() {
      return SessionState.SAVING;
    }

    @Override
    public Optional<Hold> holds() {
      return Optional.of(hold);
    }
  }

  record Destroyed(Instant at, Optional<String> reason) implements SessionLife {
    @Override
    public SessionState told() {
      return SessionState.DESTROYED;
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }

  record Failed(Instant at, String reason) implements SessionLife {
    @Override
    public SessionState told() {
      return SessionState.FAILED;
    }

    @Override
    public boolean isOver() {
      return true;
    }
  }
}
