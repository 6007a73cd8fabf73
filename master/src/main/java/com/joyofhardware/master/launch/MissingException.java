package com.joyofhardware.master.launch;

/** Something is missing on the machine; the message names it and the command that mends it. */
final class MissingException extends RuntimeException {
  MissingException(String message) {
    super(message);
  }
}
