package com.joyofhardware.master.launch.admin;

/** The server could not be reached, or refused. */
public final class AdminException extends RuntimeException {
  AdminException(String message) {
    super(message);
  }

  AdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
