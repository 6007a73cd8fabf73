package com.joyofhardware.gateway;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The parts that every connection of one gateway shares. */
record Door(
    GatewayLimits limits,
    Cluster cluster,
    Router router,
    Doorkeeper doorkeeper,
    PreviewDoor previews,
    Tunnels tunnels,
    MasterPool masterPool,
    boolean tls,
    @Nullable URI publicUrl) {

  /** Whether browsers reach us by TLS, here or in front of us. */
  boolean isSecure() {
    return isSecure(tls, publicUrl);
  }

  static boolean isSecure(boolean tls, @Nullable URI publicUrl) {
    return tls || (publicUrl != null && "https".equals(publicUrl.getScheme()));
  }
}
