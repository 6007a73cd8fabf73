package com.joyofhardware.gateway;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The origins that our own pages have, as browsers write them: no default port, lower case. */
final class Origins {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

  private Origins() {}

  static Set<String> of(GatewayConfig config, int port) {
    String scheme = config.tls() == null ? "http" : "https";
    Set<String> origins = new LinkedHashSet<>();
    for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
      origins.add(origin(scheme, host, port));
    }
    if (!WILDCARDS.contains(config.host())) {
      origins.add(origin(scheme, config.host(), port));
    }
    URI publicUrl = config.publicUrl();
    if (publicUrl != null) {
      origins.add(origin(publicUrl.getScheme(), publicUrl.getHost(), publicUrl.getPort()));
    }
    return origins;
  }

  private static String origin(String scheme, String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    boolean standard = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return (scheme + "://" + (bare ? "[" + host + "]" : host) + (standard ? "" : ":" + port))
        .toLowerCase(Locale.ROOT);
  }

  /** What {@code Host} says on requests to an origin. */
  static String hostOf(String origin) {
    return origin.substring(origin.indexOf("//") + 2);
  }
}
