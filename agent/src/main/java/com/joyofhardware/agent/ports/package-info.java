/** Ports that programs of the container listen on: a tunnel to each, and the list of them. */
@NullMarked
package com.joyofhardware.agent.ports;

import org.jspecify.annotations.NullMarked;
