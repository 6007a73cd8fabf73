/**
 * Sees what changes in the workspace, for all rooms at once. Built on one inotify instance of the
 * kernel.
 */
@NullMarked
package com.joyofhardware.agent.watch;

import org.jspecify.annotations.NullMarked;
