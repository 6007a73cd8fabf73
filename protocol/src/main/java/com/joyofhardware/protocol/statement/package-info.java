/**
 * Ed25519 statements of the master: tickets that open a tunnel and commands that open an agent's
 * control link.
 */
@NullMarked
package com.joyofhardware.protocol.statement;

import org.jspecify.annotations.NullMarked;
