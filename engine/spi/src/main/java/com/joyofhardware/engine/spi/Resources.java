package com.joyofhardware.engine.spi;

/**
 * What a container may use.
 *
 * @param cores CPU cores, a fraction for less than one
 * @param memory bytes
 * @param processes processes and threads
 * @param disk bytes its writable files may take
 */
public record Resources(double cores, long memory, int processes, long disk) {
  public Resources {
    if (cores <= 0 || memory <= 0 || processes <= 0 || disk <= 0) {
      throw new IllegalArgumentException("every resource is more than nothing");
    }
  }
}
