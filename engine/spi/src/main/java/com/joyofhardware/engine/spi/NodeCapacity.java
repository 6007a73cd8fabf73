package com.joyofhardware.engine.spi;

import com.joyofhardware.protocol.NodeName;

/**
 * A machine that runs containers.
 *
 * @param threads hardware threads
 * @param memory bytes
 */
public record NodeCapacity(NodeName name, int threads, long memory) {}
