/** The link on which the master personalises an agent and the agent hands over its snapshots. */
@NullMarked
package com.joyofhardware.protocol.control;

import org.jspecify.annotations.NullMarked;
