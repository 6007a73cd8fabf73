package com.joyofhardware.master.link;

import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;

/**
 * Hears a link that no session has: nothing is taken from such an agent.
 *
 * @param whenClosed called when the link is gone
 */
public record NobodysListener(Runnable whenClosed) implements AgentLink.Listener {
  @Override
  public void offered(SnapshotOffer offer, Packs packs) {
    throw new JoyException(ErrorCode.CONFLICT, "no session holds this container");
  }

  @Override
  public void active(Activity activity) {}

  @Override
  public void closed(String why) {
    whenClosed.run();
  }
}
