/** How fast, how dear and how quick a tunnel through the gateway is, beside nginx. */
@NullMarked
package com.joyofhardware.bench.relay;

import org.jspecify.annotations.NullMarked;
