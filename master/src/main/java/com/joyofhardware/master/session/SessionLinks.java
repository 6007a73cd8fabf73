package com.joyofhardware.master.session;

import com.joyofhardware.engine.spi.Container;
import com.joyofhardware.engine.spi.EngineException;
import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.repository.Project;
import com.joyofhardware.master.repository.Repositories;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.protocol.Claim;
import com.joyofhardware.protocol.ContainerId;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The link of one session to the agent it has at the moment, and how it is got back. */
final class SessionLinks {
  private static final System.Logger LOG = System.getLogger(SessionLinks.class.getName());
  private static final Duration HISTORY = Duration.ofMinutes(10);
  private static final Duration CATCH_UP = Duration.ofMinutes(2);
  private static final Duration RENEWAL_RETRY = Duration.ofSeconds(30);

  private final Parts parts;
  private final Runnable changed;
  private volatile @Nullable Attachment attachment;
  private volatile @Nullable ContainerId lost;
  private @Nullable Instant awaySince;

  SessionLinks(Parts parts, Runnable changed) {
    this.parts = parts;
    this.changed = changed;
  }

  /** What came of opening a link again. */
  sealed interface Reopened {
    record Open() implements Reopened {}

    /** Not yet; it is tried again. */
    record Away() implements Reopened {}

    record Lost(String why) implements Reopened {}
  }

  Attachment attach(Hold hold, Workspace workspace) {
    detach();
    Attachment next =
        new Attachment(hold, workspace, parts.neighbours().snapshots(), parts.clock(), changed);
    attachment = next;
    return next;
  }

  void detach() {
    Attachment current = attachment;
    if (current != null) {
      current.detach();
    }
  }

  /**
   * That container is gone: what waits for its agent fails now.
   *
   * @return false when this was known
   */
  boolean lose(ContainerId container) {
    if (container.equals(lost)) {
      return false;
    }
    lost = container;
    detach();
    return true;
  }

  boolean isLost(Hold hold) {
    return hold.container().equals(lost);
  }

  Optional<AgentLink> link() {
    Attachment current = attachment;
    return current == null ? Optional.empty() : current.link();
  }

  Optional<Instant> stored() {
    Attachment current = attachment;
    return current == null ? Optional.empty() : current.stored();
  }

  Duration quietFor() {
    Attachment current = attachment;
    return current == null || current.hasClients()
        ? Duration.ZERO
        : Duration.between(current.lastClient(), parts.clock().instant());
  }

  /**
   * Opens the link under the claim that the session has. An agent that no longer knows it has lost
   * its workspace's state, and with it what it would tell apart of the worktree: the last snapshot
   * is at most seconds old and known to be whole, so the session goes on from there, and files that
   * are newer are kept aside, not mixed in.
   */
  Reopened reopen(Hold hold, Workspace workspace) {
    try {
      Optional<Claim> known = Optional.ofNullable(open(hold, workspace).hello().claim());
      if (known.equals(Optional.of(hold.claim()))) {
        awaySince = null;
        return new Reopened.Open();
      }
      detach();
      return new Reopened.Lost("its agent was started anew and knows nothing of the session");
    } catch (IOException e) {
      Instant now = parts.clock().instant();
      Instant since = awaySince == null ? now : awaySince;
      awaySince = since;
      if (Duration.between(since, now).compareTo(parts.timings().agentPatience()) < 0) {
        return new Reopened.Away();
      }
      awaySince = null;
      String why = e.getMessage() == null ? "the connection was cut" : e.getMessage();
      return new Reopened.Lost("its agent doesn't answer: " + why);
    }
  }

  private AgentLink open(Hold hold, Workspace workspace) throws IOException {
    Attachment next = attach(hold, workspace);
    AgentLink link =
        parts.neighbours().links().open(hold.container(), hold.address(), hold.claim(), next);
    next.linked(link);
    return link;
  }

  /** After the master was away: asks for what has changed, so that it is known to be safe. */
  void catchUp() {
    Attachment current = attachment;
    if (current == null) {
      return;
    }
    Instant asked = parts.clock().instant();
    current
        .link()
        .ifPresent(link -> {
          try {
            if (link.save(false, CATCH_UP).unsafe().isEmpty()) {
              current.allStored(asked);
            }
          } catch (IOException | JoyException e) {
            // The agent offers what it has anyhow; this would only have told when.
            LOG.log(System.Logger.Level.WARNING, "catch_up_failed", e);
          }
        });
  }

  /** The open link or a new one; empty when its agent has nothing of the session. */
  Optional<AgentLink> forLastSave(Hold hold, Workspace workspace) throws IOException {
    Optional<AgentLink> present = link();
    if (present.isPresent()) {
      return present;
    }
    AgentLink opened = open(hold, workspace);
    return hold.claim().equals(opened.hello().claim()) ? Optional.of(opened) : Optional.empty();
  }

  boolean isRenewalDue() {
    Attachment current = attachment;
    return current != null && current.isRenewalDue();
  }

  /** A new git token for the agent, before the one it has expires. */
  void renew(Personalising.Opening opening) {
    Attachment current = attachment;
    if (current == null) {
      return;
    }
    Instant now = parts.clock().instant();
    current.renewed(now.plus(RENEWAL_RETRY));
    current
        .link()
        .ifPresent(link -> {
          try {
            link.renew(parts.personalising().credential(opening));
            current.renewed(now.plus(parts.timings().credential().dividedBy(2)));
          } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "credential_not_renewed", e);
          }
        });
  }

  /** Whether the whole history has arrived. */
  boolean sendHistory(Personalising.Opening opening) throws IOException {
    Optional<AgentLink> open = link();
    if (open.isEmpty()) {
      return false;
    }
    Repositories repositories = parts.neighbours().repositories();
    Project project = opening.project();
    open.get()
        .sendHistory(
            repositories.refs(project), out -> repositories.writeHistory(project, out), HISTORY);
    return true;
  }

  /**
   * Copies what the master hasn't got out of the container's folder.
   *
   * @return where it is then; empty when there was nothing
   * @throws IOException when there may be something; the container is to be kept
   */
  Optional<Path> rescue(SessionRow session, Hold hold, Optional<Instant> stored)
      throws IOException {
    try {
      for (Container container : parts.neighbours().engine().list()) {
        Path dir = container.dir();
        if (container.id().equals(hold.container()) && dir != null) {
          if (container.phase() == Container.Phase.RUNNING) {
            // Nothing in it may turn a folder into a link while we copy.
            parts.neighbours().engine().freeze(hold.container());
          }
          return parts.rescue().copy(dir, session, hold, stored);
        }
      }
      return Optional.empty();
    } catch (EngineException e) {
      throw new IOException("the container can't be copied from: " + e.getMessage(), e);
    }
  }
}
