/** How long {@code joy up} takes until a session could start. */
@NullMarked
package com.joyofhardware.bench.up;

import org.jspecify.annotations.NullMarked;
