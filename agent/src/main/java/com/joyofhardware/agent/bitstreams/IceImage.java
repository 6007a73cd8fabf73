package com.joyofhardware.agent.bitstreams;

import java.util.Map;
import java.util.Optional;

/**
 * Reads images for iCE40 FPGAs (icestorm's format notes; icepack.cc). They don't name the FPGA, but
 * the size of its configuration memory, and end with the command that wakes it up.
 */
final class IceImage {
  /** No image is smaller: that of the iCE40LP384 has 7,334 bytes. */
  static final int SMALLEST = 4 << 10;

  /** The preamble comes within so many bytes, after a comment. */
  static final int HEAD = 4 << 10;

  private static final int[] PREAMBLE = {0x7e, 0xaa, 0x99, 0x7e};

  /** Width × height of the first bank of configuration memory. */
  private static final Map<String, String> DEVICES =
      Map.of(
          "182x80", "384",
          "656x176", "lm4k",
          "692x176", "u4k",
          "332x144", "1k",
          "692x336", "5k",
          "872x272", "8k");

  private static final int CONFIGURATION = 1;
  private static final int RAM = 3;
  private static final int WAKE_UP = 6;

  private final byte[] bytes;
  private final int length;
  private int at;

  private IceImage(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** Whether this is how an image begins; the first {@link #HEAD} bytes are enough to tell. */
  static boolean begins(byte[] head, int length) {
    return new IceImage(head, length).skipPreamble();
  }

  /** The FPGA that an image is for, as nextpnr names it; empty for what is no whole image. */
  static Optional<String> device(byte[] bytes) {
    IceImage image = new IceImage(bytes, bytes.length);
    return image.skipPreamble() ? image.read() : Optional.empty();
  }

  private boolean skipPreamble() {
    for (int from = 0; from + PREAMBLE.length <= Math.min(length, HEAD); from++) {
      int same = 0;
      while (same < PREAMBLE.length && (bytes[from + same] & 0xff) == PREAMBLE[same]) {
        same++;
      }
      if (same == PREAMBLE.length) {
        at = from + same;
        return true;
      }
    }
    return false;
  }

  private Optional<String> read() {
    Optional<String> device = Optional.empty();
    long width = 0;
    long height = 0;
    while (at < length) {
      int command = (bytes[at] >> 4) & 15;
      int size = bytes[at] & 15;
      if (size > 4 || at + 1 + size > length) {
        return Optional.empty();
      }
      long payload = 0;
      for (int i = 1; i <= size; i++) {
        payload = (payload << 8) | (bytes[at + i] & 0xff);
      }
      at += 1 + size;
      if (command == 6) {
        width = payload + 1;
      } else if (command == 7) {
        height = payload;
      } else if (command == 0 && payload == WAKE_UP) {
        return device;
      } else if (command == 0 && (payload == CONFIGURATION || payload == RAM)) {
        if (payload == CONFIGURATION && device.isEmpty()) {
          device = Optional.ofNullable(DEVICES.get(width + "x" + height));
        }
        // whole rows, and two bytes of nothing behind the last
        long data = width * height / 8 + 2;
        if (device.isEmpty() || data > length - at) {
          return Optional.empty();
        }
        at += (int) data;
      }
    }
    return Optional.empty();
  }
}
