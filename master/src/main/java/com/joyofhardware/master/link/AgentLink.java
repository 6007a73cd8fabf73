package com.joyofhardware.master.link;

import com.joyofhardware.master.repository.Snapshots.Packs;
import com.joyofhardware.protocol.control.ControlMessage.Activity;
import com.joyofhardware.protocol.control.ControlMessage.GitCredential;
import com.joyofhardware.protocol.control.ControlMessage.Hello;
import com.joyofhardware.protocol.control.ControlMessage.Personalise;
import com.joyofhardware.protocol.control.ControlMessage.Ref;
import com.joyofhardware.protocol.control.ControlMessage.Saved;
import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One open control link. Its methods block; each may be called from any thread. Where the agent
 * says why it can't do what is asked, they throw a {@code JoyException} with its code.
 */
public interface AgentLink extends AutoCloseable {
  Hello hello();

  /**
   * Sends the workspace and waits until it stands.
   *
   * @param transfers in the order the message announces
   * @throws IOException when the link breaks or time is up
   */
  void personalise(Personalise message, List<Transfer> transfers, Duration timeout)
      throws IOException;

  /**
   * Completes a shallow repository; returns when the agent has taken it in.
   *
   * @param refs the branches and tags of the project that the pack reaches
   */
  void sendHistory(List<Ref> refs, Transfer pack, Duration timeout) throws IOException;

  /** History of a project whose branches the person fetches for themselves. */
  default void sendHistory(Transfer pack, Duration timeout) throws IOException {
    sendHistory(List.of(), pack, timeout);
  }

  void renew(GitCredential credential) throws IOException;

  /** Asks for a snapshot now; returns when it is stored. */
  Saved save(boolean last, Duration timeout) throws IOException;

  void thaw() throws IOException;

  boolean isOpen();

  @Override
  void close();

  /** Writes the bytes of one transfer. */
  interface Transfer extends FrameOutput.Transfer {}

  /** Hears of the agent; calls come one at a time, on the link's own thread. */
  interface Listener {
    /**
     * Stores the snapshot. Returning means stored; a {@code JoyException} means refused, and is
     * told the agent.
     */
    void offered(SnapshotOffer offer, Packs packs) throws IOException;

    void active(Activity activity);

    /** The link is gone; nothing more comes on it. */
    void closed(String why);
  }
}
