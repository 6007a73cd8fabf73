/**
 * What goes over the wires between browser, gateway, master and agent: identifiers, messages, error
 * codes, limits. Everything here is a plain record; TypeScript is generated from it.
 */
@NullMarked
package com.joyofhardware.protocol;

import org.jspecify.annotations.NullMarked;
