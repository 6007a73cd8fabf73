package com.joyofhardware.master.launch.admin;

/** What was typed behind {@code joy admin} can't be understood. */
public final class AdminUsageException extends RuntimeException {
  AdminUsageException(String message) {
    super(message);
  }
}
