package com.joyofhardware.engine.local;

import com.joyofhardware.engine.spi.EngineException;

/** Sandboxes can't run here until somebody runs the command that the message names. */
public final class UnusableMachineException extends EngineException {
  private static final long serialVersionUID = 1;

  public UnusableMachineException(String message) {
    super(message);
  }
}
