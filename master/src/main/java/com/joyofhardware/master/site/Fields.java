package com.joyofhardware.master.site;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import org.jspecify.annotations.Nullable;

/** What a body must hold. Its records say so by their types, which a codec can't enforce. */
final class Fields {
  private Fields() {}

  static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new JoyException(ErrorCode.BAD_REQUEST, name + ": it is missing");
    }
    return value;
  }
}
