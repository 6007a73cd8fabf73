/**
 * Terminals that outlive their viewers: {@code WS /terminal/{id}}, {@code terminal/list} and {@code
 * terminal/kill}. A terminal belongs to the process loop; sockets only pass it messages.
 */
@NullMarked
package com.joyofhardware.agent.terminal;

import org.jspecify.annotations.NullMarked;
