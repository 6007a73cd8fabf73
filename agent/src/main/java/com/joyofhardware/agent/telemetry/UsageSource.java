package com.joyofhardware.agent.telemetry;

import java.io.IOException;

/** Where the figures come from. */
interface UsageSource {
  /** {@code cgroup1}, {@code cgroup2} or {@code processes}. */
  String name();

  Usage read() throws IOException;
}
