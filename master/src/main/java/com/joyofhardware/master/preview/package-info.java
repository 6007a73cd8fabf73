/**
 * Previews of what listens on a session's ports: one-time codes, tickets, and which ports are open
 * to everybody.
 */
@NullMarked
package com.joyofhardware.master.preview;

import org.jspecify.annotations.NullMarked;
