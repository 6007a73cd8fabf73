package com.joyofhardware.protocol;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The platform's name inside a container, where its public one is the container itself there: a
 * server on one laptop is {@code http://localhost:8080}. The egress proxy knows this name, programs
 * take it for one that is reached through a proxy. {@code .internal} is no name of the Internet's.
 */
public final class PlatformName {
  static final String HOST = "joy.internal";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private PlatformName() {}

  /** The origin as programs in a container reach it; the same where its host is no loopback. */
  public static URI inside(URI origin) {
    String host = origin.getHost();
    if (host == null || !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
      return origin;
    }
    String port = origin.getPort() < 0 ? "" : ":" + origin.getPort();
    return URI.create(origin.getScheme() + "://" + HOST + port + origin.getRawPath());
  }
}
