/**
 * Bitstreams that builds leave in the workspace: found by their content, whoever ran the build,
 * listed with what is known of their origin, and sent to who flashes them.
 */
@NullMarked
package com.joyofhardware.agent.bitstreams;

import org.jspecify.annotations.NullMarked;
