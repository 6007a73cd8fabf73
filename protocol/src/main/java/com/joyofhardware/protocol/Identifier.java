package com.joyofhardware.protocol;

import java.util.regex.Pattern;

/** A validated one-field value; on every wire it is a bare JSON string. */
public sealed interface Identifier permits ContainerId, Name, NodeName, SessionId {
  String value();

  static void require(Pattern form, String value, String what, String rule) {
    if (!form.matcher(value).matches()) {
      throw new IllegalArgumentException("not a valid " + what + ": '" + value + "'; " + rule);
    }
  }
}
