/** The way out of a container without a network: a loopback port forwarded to a Unix socket. */
@NullMarked
package com.joyofhardware.agent.egress;

import org.jspecify.annotations.NullMarked;
