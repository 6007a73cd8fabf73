/** How long it takes from asking for a session to the first file, beside {@code git clone}. */
@NullMarked
package com.joyofhardware.bench.claim;

import org.jspecify.annotations.NullMarked;
