/**
 * Processes that people start: with a terminal or with pipes, each in a session of its own, their
 * descriptors served by one event loop. Knows no WebSocket; terminals and exec stand on it.
 */
@NullMarked
package com.joyofhardware.agent.process;

import org.jspecify.annotations.NullMarked;
