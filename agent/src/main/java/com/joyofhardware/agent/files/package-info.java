/**
 * The files half of the agent: {@code /files/…} over HTTP and {@code fs/*} over JSON-RPC, on the
 * workspace and the listed read-only roots.
 */
@NullMarked
package com.joyofhardware.agent.files;

import org.jspecify.annotations.NullMarked;
