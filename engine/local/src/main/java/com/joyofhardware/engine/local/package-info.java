/**
 * Containers as sandboxes of this machine, made with bubblewrap: each has a host uid, namespaces, a
 * control group and a supervisor of its own, and outlives the process that uses the engine.
 */
@NullMarked
package com.joyofhardware.engine.local;

import org.jspecify.annotations.NullMarked;
