package com.joyofhardware.protocol.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notification {@code safety/changed} after {@code safety/subscribe}: what of the workspace has
 * arrived at the master.
 *
 * @param safe everything that was there at {@code safeAt} is at the master, but for {@code leftOut}
 * @param safeAt milliseconds since 1970, null before the first snapshot
 * @param awaySince milliseconds since 1970 while the master is away, else null
 * @param unsafe paths not safe yet, at most a hundred
 * @param unsafeCount how many there are
 * @param leftOut ignored files that no snapshot keeps, because all ignored ones together are over
 *     {@link com.joyofhardware.protocol.Limits#SNAPSHOT_IGNORED}; at most a hundred, by name
 * @param leftOutCount how many there are
 */
public record Safety(
    boolean safe,
    @Nullable Long safeAt,
    @Nullable Long awaySince,
    List<String> unsafe,
    int unsafeCount,
    List<String> leftOut,
    int leftOutCount) {
  public Safety {
    unsafe = List.copyOf(unsafe);
    leftOut = List.copyOf(leftOut);
  }
}
