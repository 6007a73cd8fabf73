/**
 * What the container uses of CPU, memory and processes: from its cgroup of either version, or
 * summed over its processes.
 */
@NullMarked
package com.joyofhardware.agent.telemetry;

import org.jspecify.annotations.NullMarked;
