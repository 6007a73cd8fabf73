package com.joyofhardware.gateway;

import java.time.Duration;

/**
 * What one client may take. The defaults are generous: a whole school may come from one address.
 *
 * @param headBytes longest request head
 * @param headers most header lines in one head
 * @param headTime a head that has begun is complete after this long
 * @param idleTime a connection between two requests is kept this long; tunnels have no such limit
 * @param bodyStall a request body makes progress at least this often
 * @param sendStall a client takes some of a plain answer at least this often
 * @param connections in all
 * @param connectionsPerAddress from one client address
 */
public record GatewayLimits(
    int headBytes,
    int headers,
    Duration headTime,
    Duration idleTime,
    Duration bodyStall,
    Duration sendStall,
    int connections,
    int connectionsPerAddress) {

  public static final GatewayLimits DEFAULT =
      new GatewayLimits(
          32 << 10,
          128,
          Duration.ofSeconds(15),
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          20_000,
          2_000);
}
