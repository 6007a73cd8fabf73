package com.joyofhardware.agent.server;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/** The WebSockets of people that are open now: how many there are, and the end of them all. */
public final class OpenSockets {
  private final ChannelGroup group = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  public int count() {
    return group.size();
  }

  /** Closes all of them; the clients may come again. */
  public void closeAll() {
    group.close();
  }

  void add(Channel channel) {
    group.add(channel);
  }
}
