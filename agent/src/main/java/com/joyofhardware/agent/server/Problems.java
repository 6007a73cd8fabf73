package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What a client is told when something was thrown. */
public final class Problems {
  private static final Logger LOG = System.getLogger(Problems.class.getName());

  private Problems() {}

  /**
   * The error itself when it is one for clients; else an internal one, and the cause is logged. A
   * full disk or quota, wherever it shows, is told as such.
   */
  public static JoyException of(Throwable thrown) {
    if (thrown instanceof JoyException known) {
      return known;
    }
    if (thrown instanceof IOException && isDiskFull(String.valueOf(thrown.getMessage()))) {
      return new JoyException(
          ErrorCode.DISK_FULL,
          "the workspace's disk is full; nothing was changed; delete something and try again",
          thrown);
    }
    LOG.log(Level.ERROR, "a request failed", thrown);
    return new JoyException(
        ErrorCode.INTERNAL, "the agent failed at this; its log says why", thrown);
  }

  private static boolean isDiskFull(String message) {
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("File too large");
  }
}
