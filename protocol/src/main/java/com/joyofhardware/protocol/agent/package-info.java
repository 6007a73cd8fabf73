/** Messages of the agent's HTTP and WebSocket endpoints, as the IDE sees them. */
@NullMarked
package com.joyofhardware.protocol.agent;

import org.jspecify.annotations.NullMarked;
