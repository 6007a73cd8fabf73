package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.ContainerEngine;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Saves a workspace for the last time: one long try, then more of them for a while with the
 * container frozen in between, so that nothing changes that could be lost.
 */
final class LastSave {
  private static final System.Logger LOG = System.getLogger(LastSave.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final ContainerEngine engine;
  private final Timings timings;
  private final Clock clock;

  LastSave(ContainerEngine engine, Timings timings, Clock clock) {
    this.engine = engine;
    this.timings = timings;
    this.clock = clock;
  }

  /** The session that is saved. */
  interface Subject {
    ContainerId container();

    /** Its agent's link, opened again if need be; empty when the agent has nothing of it. */
    Optional<AgentLink> link() throws IOException;

    /** No try can help any more: the container is lost, or the master stops. */
    boolean isHopeless();
  }

  /** What came of it. */
  sealed interface Result {
    record Safe() implements Result {}

    /** Not all of it is at the master, for that reason. */
    record Unsafe(String why) implements Result {}
  }

  Result save(Subject subject) {
    thaw(subject);
    Try tried = attempt(subject, timings.lastSave());
    Instant end = clock.instant().plus(timings.frozenRetries());
    Backoff<ContainerId> pauses = new Backoff<>(timings.lastSave().dividedBy(60), LONGEST_PAUSE);
    for (int i = 0; !tried.safe(); i++) {
      if (subject.isHopeless()) {
        return new Result.Unsafe(tried.why());
      }
      freeze(subject);
      // The same files twice: waiting doesn't make them readable.
      boolean stuck = i > 0 && !tried.unsafe().isEmpty();
      Duration left = Duration.between(clock.instant(), end);
      Duration pause = pauses.delay(i).compareTo(left) < 0 ? pauses.delay(i) : left;
      if (stuck || left.isNegative() || left.isZero() || !Pause.of(pause)) {
        return new Result.Unsafe(tried.why());
      }
      thaw(subject);
      tried = attempt(subject, timings.lastSave());
    }
    return new Result.Safe();
  }

  /** One try alone, for a shutdown. */
  Result saveWithin(Subject subject, Duration time) {
    thaw(subject);
    Try tried = attempt(subject, time);
    return tried.safe() ? new Result.Safe() : new Result.Unsafe(tried.why());
  }

  private record Try(boolean safe, String why, List<String> unsafe) {}

  private static Try attempt(Subject subject, Duration time) {
    try {
      Optional<AgentLink> link = subject.link();
      if (link.isEmpty()) {
        return new Try(true, "", List.of());
      }
      Saved saved = link.get().save(true, time);
      return new Try(
          saved.unsafe().isEmpty(),
          "not saved: " + String.join(", ", saved.unsafe()),
          saved.unsafe());
    } catch (IOException | JoyException e) {
      return new Try(false, String.valueOf(e.getMessage()), List.of());
    }
  }

  private void freeze(Subject subject) {
    try {
      engine.freeze(subject.container());
    } catch (EngineException e) {
      // Not frozen: the agent refuses writes anyhow since it was asked for its last save.
      LOG.log(System.Logger.Level.WARNING, "freeze_failed container=" + subject.container(), e);
    }
  }

  private void thaw(Subject subject) {
    try {
      engine.thaw(subject.container());
    } catch (EngineException e) {
      // It has ended, or the agent will not answer: the try that follows says which.
      LOG.log(System.Logger.Level.DEBUG, "thaw_failed container=" + subject.container(), e);
    }
  }
}
