/** Nodes and what they can carry. */
@NullMarked
package com.joyofhardware.master.node;

import org.jspecify.annotations.NullMarked;
