package com.joyofhardware.gateway;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The parts that every connection of one gateway shares. */
record Door(
    GatewayLimits limits,
    Cluster cluster,
    Router router,
    Doorkeeper doorkeeper,
    Tunnels tunnels,
    MasterPool masterPool,
    boolean tls,
    @Nullable URI publicUrl) {}
