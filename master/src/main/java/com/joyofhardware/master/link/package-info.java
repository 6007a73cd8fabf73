/** The master's end of an agent's control link. */
@NullMarked
package com.joyofhardware.master.link;

import org.jspecify.annotations.NullMarked;
