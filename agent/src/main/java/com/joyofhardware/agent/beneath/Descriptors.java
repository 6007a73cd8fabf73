package com.joyofhardware.agent.beneath;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Linux;
import java.io.UncheckedIOException;

/** Closing of descriptors that were only ever opened to hold something. */
final class Descriptors {
  private Descriptors() {}

  static void close(int fd) {
    try {
      Linux.close(fd);
    } catch (Errno e) {
      // Only a number that isn't open fails here: a mistake of ours.
      throw new UncheckedIOException(e);
    }
  }
}
