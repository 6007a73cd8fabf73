package com.joyofhardware.master.session;

import com.joyofhardware.master.link.AgentLink;
import com.joyofhardware.master.repository.Snapshots;
import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.master.repository.Snapshots.Workspace;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session's link to the agent of the container it holds. What the agent offers is stored under
 * that claim; once the session has let go, nothing more is taken.
 */
final class Attachment implements AgentLink.Listener {
  private final Hold hold;
  private final Workspace workspace;
  private final Snapshots snapshots;
  private final InstantSource clock;
  private final Runnable changed;
  private volatile @Nullable AgentLink link;
  private volatile boolean detached;
  private volatile boolean broken;
  private volatile @Nullable Instant stored;
  private volatile int clients;
  private volatile Instant lastClient;
  private volatile Instant renewAt;

  /**
   * Not linked yet.
   *
   * @param changed called when clients come or the link is gone
   */
  Attachment(
      Hold hold, Workspace workspace, Snapshots snapshots, InstantSource clock, Runnable changed) {
    this.hold = hold;
    this.workspace = workspace;
    this.snapshots = snapshots;
    this.clock = clock;
    this.changed = changed;
    this.lastClient = clock.instant();
    this.renewAt = clock.instant();
  }

  Hold hold() {
    return hold;
  }

  void linked(AgentLink opened) {
    link = opened;
    if (detached) {
      opened.close();
    }
  }

  /** The open link. */
  Optional<AgentLink> link() {
    AgentLink current = link;
    return current != null && !broken && current.isOpen() ? Optional.of(current) : Optional.empty();
  }

  /** Lets go: closes the link and refuses what may still come on it. */
  void detach() {
    detached = true;
    AgentLink current = link;
    if (current != null) {
      current.close();
    }
  }

  /** When the agent had all of its work at the master; empty when it isn't known. */
  Optional<Instant> stored() {
    return Optional.ofNullable(stored);
  }

  void allStored(Instant at) {
    stored = at;
  }

  boolean hasClients() {
    return clients > 0;
  }

  Instant lastClient() {
    return lastClient;
  }

  boolean isRenewalDue() {
    return !clock.instant().isBefore(renewAt);
  }

  void renewed(Instant next) {
    renewAt = next;
  }

  @Override
  public void offered(SnapshotOffer offer, Packs packs) throws IOException {
    // An age and no time: the two clocks may differ.
    Instant made = clock.instant().minusMillis(offer.ageMillis());
    if (detached) {
      throw new JoyException(
          ErrorCode.SESSION_GONE, "nothing more is taken in on this link; wait for the next");
    }
    snapshots.store(workspace, hold.claim(), offer.commit(), packs);
    if (offer.unsafeCount() == 0) {
      stored = made;
    }
  }

  @Override
  public void active(Activity activity) {
    boolean came = clients == 0 && activity.clients() > 0;
    if (clients > 0 || activity.clients() > 0) {
      lastClient = clock.instant();
    }
    clients = activity.clients();
    if (came) {
      changed.run();
    }
  }

  @Override
  public void closed(String why) {
    broken = true;
    if (!detached) {
      changed.run();
    }
  }
}
