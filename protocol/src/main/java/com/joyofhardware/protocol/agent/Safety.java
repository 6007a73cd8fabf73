package com.joyofhardware.protocol.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notification {@code safety/changed} after {@code safety/subscribe}: what of the workspace has
 * arrived at the master.
 *
 * @param safe everything that was there at {@code safeAt} is at the master
 * @param safeAt milliseconds since 1970, null before the first snapshot
 * @param awaySince milliseconds since 1970 while the master is away, else null
 * @param unsafe paths not safe yet, at most a hundred
 * @param unsafeCount how many there are
 */
public record Safety(
    boolean safe,
    @Nullable Long safeAt,
    @Nullable Long awaySince,
    List<String> unsafe,
    int unsafeCount) {
  public Safety {
    unsafe = List.copyOf(unsafe);
  }
}
