/**
 * The few system calls that Java has no name for, through the FFM API. Nothing here knows the
 * agent; on another system this package is what has to be written again.
 */
@NullMarked
package com.joyofhardware.agent.linux;

import org.jspecify.annotations.NullMarked;
