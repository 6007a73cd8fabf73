package com.joyofhardware.protocol.agent;

/**
 * Notification {@code telemetry/sample}, once a second after {@code telemetry/subscribe}. Figures
 * are the container's own, from its cgroup, or summed over its processes where there is none.
 *
 * @param time milliseconds since 1970
 * @param cpuPercent of one core since the last sample: 100 is one core busy
 * @param cpuLimitPercent what it may use: 400 is four cores
 * @param memory bytes in use, without reclaimable page cache
 * @param memoryLimit bytes it may use
 * @param processes processes and threads in the container
 * @param source {@code cgroup1}, {@code cgroup2} or {@code processes}
 */
public record Telemetry(
    long time,
    double cpuPercent,
    double cpuLimitPercent,
    long memory,
    long memoryLimit,
    int processes,
    String source) {}
