package com.joyofhardware.master.session;

import java.time.Duration;

/** Waits between tries. */
final class Pause {
  private Pause() {}

  /** Returns whether to go on: an interrupt ends the waiting and the trying. */
  static boolean of(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
