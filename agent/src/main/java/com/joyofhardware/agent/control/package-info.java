/**
 * The control link: the master makes this agent somebody's, takes in its snapshots and has it save.
 */
@NullMarked
package com.joyofhardware.agent.control;

import org.jspecify.annotations.NullMarked;
