/** The editor in the browser beside code-server. */
@NullMarked
package com.joyofhardware.bench.peers;

import org.jspecify.annotations.NullMarked;
