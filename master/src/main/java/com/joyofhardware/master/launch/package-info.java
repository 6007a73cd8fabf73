/** Starts the parts in order from the command line's options, and stops them in order. */
@NullMarked
package com.joyofhardware.master.launch;

import org.jspecify.annotations.NullMarked;
