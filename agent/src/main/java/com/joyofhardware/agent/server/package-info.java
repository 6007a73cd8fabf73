/**
 * The HTTP and WebSocket server. Rooms plug in through {@code Routes}; each request is authorised
 * here, once.
 */
@NullMarked
package com.joyofhardware.agent.server;

import org.jspecify.annotations.NullMarked;
