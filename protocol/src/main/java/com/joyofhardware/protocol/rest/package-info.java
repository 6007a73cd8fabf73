/** Bodies of the REST calls under /api/v1. */
@NullMarked
package com.joyofhardware.protocol.rest;

import org.jspecify.annotations.NullMarked;
