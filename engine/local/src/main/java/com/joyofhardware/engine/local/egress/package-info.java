/**
 * The only way out of a sandbox: an HTTP proxy on a Unix socket that knows which places the
 * platform and its operator allow.
 */
@NullMarked
package com.joyofhardware.engine.local.egress;

import org.jspecify.annotations.NullMarked;
