package com.joyofhardware.agent.server;

import io.netty.channel.ChannelPipeline;

/**
 * Decides about an upgrade to a protocol of our own before the 101, on a virtual thread. It checks
 * who asks by itself: no ticket was looked at.
 */
@FunctionalInterface
public interface UpgradeHandler {
  Upgraded open(Request request) throws Exception;

  /** Takes over a connection after its 101. */
  @FunctionalInterface
  interface Upgraded {
    /**
     * Adds handlers for the raw bytes; called on the event loop when the 101 is written. The
     * pipeline is empty, reading begins after the call.
     */
    void install(ChannelPipeline pipeline);
  }
}
