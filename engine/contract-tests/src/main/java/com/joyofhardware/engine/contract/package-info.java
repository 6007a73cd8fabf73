/**
 * The suite that every container engine passes against the real thing: an adapter adds a subclass
 * that says how to open it and how to run a shell line in one of its containers.
 */
@NullMarked
package com.joyofhardware.engine.contract;

import org.jspecify.annotations.NullMarked;
