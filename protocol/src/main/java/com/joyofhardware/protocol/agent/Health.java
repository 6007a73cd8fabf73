package com.joyofhardware.protocol.agent;

/**
 * Answer of {@code GET /healthz}.
 *
 * @param uptime milliseconds since the process started
 */
public record Health(String version, int protocol, long uptime) {}
