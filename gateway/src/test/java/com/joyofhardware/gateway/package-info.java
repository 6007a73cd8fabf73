/** Tests of the front door against real sockets. */
@NullMarked
package com.joyofhardware.gateway;

import org.jspecify.annotations.NullMarked;
