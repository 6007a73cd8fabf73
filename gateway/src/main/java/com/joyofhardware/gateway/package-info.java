/**
 * The front door: it owns the public port, authorises every request by ticket, relays tunnels to
 * agents and passes everything else to the master. It runs in the master's process or in its own.
 */
@NullMarked
package com.joyofhardware.gateway;

import org.jspecify.annotations.NullMarked;
