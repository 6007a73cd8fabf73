/**
 * Who this agent is at the moment: its container, its claim, its session, and who may talk to it.
 */
@NullMarked
package com.joyofhardware.agent.identity;

import org.jspecify.annotations.NullMarked;
