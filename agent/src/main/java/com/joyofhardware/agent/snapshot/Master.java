package com.joyofhardware.agent.snapshot;

import com.joyofhardware.protocol.control.ControlMessage.SnapshotOffer;
import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The master's end, while there is a link. */
public interface Master {
  /** Sends an offer; done when the master has answered or the link is gone. */
  CompletableFuture<Answer> offer(SnapshotOffer offer, List<Transfer> packs);

  /** What became of an offer. */
  sealed interface Answer {
    record Stored() implements Answer {}

    record Refused(String code, long retryMillis) implements Answer {}

    /** A newer claim holds the workspace: nothing from here will ever be taken again. */
    record Overtaken() implements Answer {}

    record Gone() implements Answer {}
  }
}
