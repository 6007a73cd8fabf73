package com.joyofhardware.agent.identity;

import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.SessionId;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who this agent is. The control room moves it from state to state; everybody else asks. Safe for
 * all threads.
 */
public final class Identity {
  private final ContainerId container;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile Life life = new Life.Warm();

  public Identity(ContainerId container) {
    this.container = container;
  }

  public ContainerId container() {
    return container;
  }

  public Life life() {
    return life;
  }

  /** The claim it was personalised under; none while it is warm. */
  public Optional<Claim> claim() {
    return switch (life) {
      case Life.Warm() -> Optional.empty();
      case Life.Starting(Claim claim, SessionId session) -> Optional.of(claim);
      case Life.Serving(Claim claim, SessionId session) -> Optional.of(claim);
      case Life.Saving(Claim claim, SessionId session) -> Optional.of(claim);
      case Life.Retired(Claim claim, SessionId session) -> Optional.of(claim);
    };
  }

  /** The session it belongs to; none while it is warm. */
  public Optional<SessionId> session() {
    return switch (life) {
      case Life.Warm() -> Optional.empty();
      case Life.Starting(Claim claim, SessionId session) -> Optional.of(session);
      case Life.Serving(Claim claim, SessionId session) -> Optional.of(session);
      case Life.Saving(Claim claim, SessionId session) -> Optional.of(session);
      case Life.Retired(Claim claim, SessionId session) -> Optional.of(session);
    };
  }

  /** Takes it under a claim newer than any it has had; from here to {@link #serve} it is busy. */
  public void personalise(Claim claim, SessionId session) {
    change(() -> {
      Claim had = claim().orElse(null);
      if (had != null && !claim.isNewerThan(had)) {
        throw new JoyException(
            ErrorCode.CONFLICT,
            "claim " + claim + " is not newer than " + had + ", which this agent has");
      }
      return switch (life) {
        case Life.Warm warm -> warm.personalise(claim, session);
        case Life.Serving serving -> serving.personalise(claim, session);
        case Life.Starting now -> new Life.Starting(claim, session);
        case Life.Saving saving -> throw illegal("personalise");
        case Life.Retired retired -> throw illegal("personalise");
      };
    });
  }

  /** The workspace stands: requests are let in. */
  public void serve() {
    change(() -> life instanceof Life.Starting starting ? starting.serve() : refuse("serve"));
  }

  /** Waits for writes in progress; from then on every write is refused. */
  public void freeze() {
    change(() -> life instanceof Life.Serving serving ? serving.freeze() : refuse("freeze"));
  }

  public void thaw() {
    change(() -> life instanceof Life.Saving saving ? saving.thaw() : refuse("thaw"));
  }

  /** A newer claim holds the session: nothing is served any more. */
  public void retire() {
    change(() ->
        new Life.Retired(
            claim().orElseThrow(() -> illegal("retire")),
            session().orElseThrow(() -> illegal("retire"))));
  }

  /** Throws unless requests may be served; reading is allowed during the last save. */
  public void requireServing() {
    switch (life) {
      case Life.Serving serving -> {}
      case Life.Saving saving -> {}
      case Life.Warm warm -> throw starting();
      case Life.Starting begun -> throw starting();
      case Life.Retired retired ->
          throw new JoyException(
              ErrorCode.SESSION_GONE, "this session has moved to another container; load it again");
    }
  }

  /**
   * Holds off {@link #freeze} while something in the workspace changes; throws when it may not.
   * Keep it short: around the step that becomes visible, not around an upload. Close it on the
   * thread that took it.
   */
  public Write write() {
    lock.readLock().lock();
    try {
      requireServing();
      if (life instanceof Life.Saving) {
        throw new JoyException(
            ErrorCode.SESSION_SAVING,
            "this session is being saved and can't be changed; try again when it is open again");
      }
    } catch (JoyException e) {
      lock.readLock().unlock();
      throw e;
    }
    return lock.readLock()::unlock;
  }

  /** A write in progress. */
  public interface Write extends AutoCloseable {
    @Override
    void close();
  }

  private interface Change {
    Life next();
  }

  private void change(Change change) {
    lock.writeLock().lock();
    try {
      life = change.next();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Life refuse(String what) {
    throw illegal(what);
  }

  private IllegalStateException illegal(String what) {
    return new IllegalStateException("can't " + what + " while " + life.getClass().getSimpleName());
  }

  private static JoyException starting() {
    return new JoyException(
        ErrorCode.SESSION_STARTING, "this session is starting; try again in a second");
  }
}
