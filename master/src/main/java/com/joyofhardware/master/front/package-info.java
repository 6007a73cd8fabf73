/** The master's end of the gateways' streams: routes, revocations, tickets for tokens. */
@NullMarked
package com.joyofhardware.master.front;

import org.jspecify.annotations.NullMarked;
