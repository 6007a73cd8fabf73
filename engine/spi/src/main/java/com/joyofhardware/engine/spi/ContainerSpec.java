package com.joyofhardware.engine.spi;

import com.joyofhardware.protocol.NodeName;
import com.joyofhardware.protocol.Size;

/**
 * A container to start. It knows no person and no secret; those come after the claim.
 *
 * @param clusterKey public key whose statements its agent obeys
 */
public record ContainerSpec(NodeName node, Size size, Resources resources, String clusterKey) {}
