package com.joyofhardware.engine.local.egress;

import com.joyofhardware.protocol.PlatformName;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * A part of the platform that sandboxes may reach under its public name.
 *
 * @param origin scheme, host and port as clients write them
 * @param prefixes what a path has to begin with, each from slash to slash
 * @param target where the gateway really listens
 */
public record PlatformRoute(URI origin, List<String> prefixes, InetSocketAddress target) {
  public PlatformRoute {
    prefixes = List.copyOf(prefixes);
    if (origin.getHost() == null || !List.of("http", "https").contains(origin.getScheme())) {
      throw new IllegalArgumentException("not an http or https origin: " + origin);
    }
    for (String prefix : prefixes) {
      if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
        throw new IllegalArgumentException("a prefix goes from slash to slash, not " + prefix);
      }
    }
  }

  boolean tls() {
    return origin.getScheme().equals("https");
  }

  boolean at(String host, int port) {
    return port(origin) == port
        && (origin.getHost().equalsIgnoreCase(host)
            || PlatformName.inside(origin).getHost().equalsIgnoreCase(host));
  }

  /** The port that a URI means, also where it doesn't write it. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }
}
