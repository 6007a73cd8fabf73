/** Writes the TypeScript twin of the wire records. */
@NullMarked
package com.joyofhardware.protocol.typescript;

import org.jspecify.annotations.NullMarked;
