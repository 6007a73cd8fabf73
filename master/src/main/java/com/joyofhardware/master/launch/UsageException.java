package com.joyofhardware.master.launch;

/** What was typed can't be understood, or can't be done with what this version has. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
