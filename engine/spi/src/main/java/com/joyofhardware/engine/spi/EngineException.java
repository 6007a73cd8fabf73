package com.joyofhardware.engine.spi;

/** An engine could not do what it was asked; the message says what and why. */
public class EngineException extends Exception {
  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
