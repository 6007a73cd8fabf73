/** The stream on which the master tells the gateway what to route, and what was revoked. */
@NullMarked
package com.joyofhardware.protocol.front;

import org.jspecify.annotations.NullMarked;
