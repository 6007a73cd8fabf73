package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.Attributes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes sure that an ETag is as strong as it says. It stands on the kernel's time of change; before
 * Linux 6.13 that clock ticks only every 10 ms at worst, so two changes within a tick would look
 * like one. There a file that changed this tick is looked at again in the next.
 */
final class Etags {
  private static final Duration TICK = Duration.ofMillis(11);
  private static final boolean COARSE = isBefore613(System.getProperty("os.version"));

  private Etags() {}

  interface Reading {
    Attributes read() throws IOException;
  }

  static Attributes settled(Reading reading) throws IOException {
    return settled(reading, COARSE);
  }

  static Attributes settled(Reading reading, boolean coarse) throws IOException {
    Attributes now = reading.read();
    if (coarse && Duration.between(now.changed(), Instant.now()).compareTo(TICK) < 0) {
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for a time stamp to settle", e);
      }
      return reading.read();
    }
    return now;
  }

  static boolean isBefore613(String version) {
    String[] parts = version.split("[.-]", 3);
    try {
      int major = Integer.parseInt(parts[0]);
      return major < 6 || (major == 6 && Integer.parseInt(parts[1]) < 13);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return true;
    }
  }
}
