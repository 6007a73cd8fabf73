package com.joyofhardware.agent.telemetry;

/**
 * What has been used up to now.
 *
 * @param cpuNanos CPU time since the container began
 * @param cpuLimitPercent of one core: 400 is four cores
 * @param memory bytes in use, without reclaimable page cache
 * @param memoryLimit bytes it may use
 * @param tasks processes and threads
 */
record Usage(long cpuNanos, double cpuLimitPercent, long memory, long memoryLimit, int tasks) {}
