package com.joyofhardware.agent.beneath;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Names of files that are still being written, beside the file they become. No listing, event or
 * snapshot shows them: one that stays behind, when the agent is killed, is nobody's work.
 */
public final class PartialName {
  private static final String PREFIX = ".joy-partial-";

  private PartialName() {}

  public static boolean is(String name) {
    return name.startsWith(PREFIX);
  }

  public static String next() {
    return PREFIX + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
  }
}
