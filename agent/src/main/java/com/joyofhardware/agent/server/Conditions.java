package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.util.Arrays;
import java.util.Optional;

/** {@code If-Match} and {@code If-None-Match} (RFC 9110, 13.1). */
public record Conditions(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
  public static Conditions of(Request request) {
    return new Conditions(request.header("If-Match"), request.header("If-None-Match"));
  }

  public boolean createsOnly() {
    return ifNoneMatch.map(String::strip).filter("*"::equals).isPresent();
  }

  /** For a write: throws when what is there isn't what the client has seen. */
  public void requireFor(String path, Optional<String> etag) {
    if (ifMatch.isPresent() && !matches(ifMatch.get(), etag, false)) {
      throw new JoyException(
          ErrorCode.FILE_CHANGED,
          "'" + path + "' has changed since it was read; compare, then save again");
    }
    if (ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), etag, true)) {
      throw new JoyException(
          ErrorCode.FILE_CHANGED, "'" + path + "' is there already; choose another name");
    }
  }

  /** For a read: the client has it as it is. */
  boolean isUnchanged(String etag) {
    return ifNoneMatch.isPresent() && matches(ifNoneMatch.get(), Optional.of(etag), true);
  }

  private static boolean matches(String list, Optional<String> etag, boolean weakly) {
    if (etag.isEmpty()) {
      return false;
    }
    return list.strip().equals("*")
        || Arrays.stream(list.split(","))
            .map(String::strip)
            .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(etag.get()::equals);
  }
}
