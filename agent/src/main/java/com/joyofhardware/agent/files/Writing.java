package com.joyofhardware.agent.files;

import com.joyofhardware.agent.beneath.PartialName;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;

/** What no write may be called. */
final class Writing {
  private Writing() {}

  /** The name, unless it is one of those under which half-written files hide. */
  static String free(String name) {
    if (PartialName.is(name)) {
      throw new JoyException(
          ErrorCode.BAD_REQUEST,
          "names that begin like '" + name + "' are the agent's own; choose another");
    }
    return name;
  }
}
