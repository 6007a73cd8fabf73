package com.joyofhardware.gateway;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and by address. */
final class Admissions {
  private final GatewayLimits limits;
  private final AtomicInteger all = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  Admissions(GatewayLimits limits) {
    this.limits = limits;
  }

  /** False when there are too many already; else the channel counts until it closes. */
  boolean admit(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress from)) {
      return false;
    }
    InetAddress address = from.getAddress();
    int mine = byAddress.merge(address, 1, Integer::sum);
    int total = all.incrementAndGet();
    channel
        .closeFuture()
        .addListener(_ -> {
          all.decrementAndGet();
          byAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
        });
    return mine <= limits.connectionsPerAddress() && total <= limits.connections();
  }
}
