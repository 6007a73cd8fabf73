package com.joyofhardware.agent.beneath;

import static com.joyofhardware.agent.linux.Linux.O_DIRECTORY;
import static com.joyofhardware.agent.linux.Linux.O_NOFOLLOW;
import static com.joyofhardware.agent.linux.Linux.O_PATH;
import static com.joyofhardware.agent.linux.Linux.RESOLVE_BENEATH;
import static com.joyofhardware.agent.linux.Linux.RESOLVE_NO_MAGICLINKS;
import static com.joyofhardware.agent.linux.Linux.RESOLVE_NO_SYMLINKS;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Linux;
import java.nio.charset.StandardCharsets;

/** Follows a path down from an open folder, through real folders alone. */
final class Resolver {
  private static final int ATTEMPTS = 8;

  private static volatile boolean byHand;

  private Resolver() {}

  /** A descriptor of what is at the path. */
  static int open(int folder, BeneathPath path, int flags) {
    try {
      if (!byHand) {
        try {
          return inKernel(folder, path, flags);
        } catch (Errno e) {
          // Before Linux 5.6, and in sandboxes whose filter doesn't know the call.
          if (e.number() != Errno.ENOSYS) {
            throw e;
          }
          byHand = true;
        }
      }
      return byHand(folder, path, flags);
    } catch (Errno e) {
      throw FileErrors.of(e, path.toString());
    }
  }

  static int inKernel(int folder, BeneathPath path, int flags) throws Errno {
    int resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    for (int attempt = 1; ; attempt++) {
      try {
        return Linux.openAt2(folder, path.bytes(), flags, resolve);
      } catch (Errno e) {
        // The kernel saw a rename on the way and wants to be asked again.
        if (e.number() != Errno.EAGAIN || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Name by name, each without following: a link in the middle is "not a folder". */
  static int byHand(int folder, BeneathPath path, int flags) throws Errno {
    if (path.isRoot()) {
      return Linux.openAt(folder, path.bytes(), flags, 0);
    }
    int at = folder;
    try {
      for (String name : path.parent().names()) {
        int next =
            Linux.openAt(
                at, name.getBytes(StandardCharsets.UTF_8), O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
        if (at != folder) {
          Linux.close(at);
        }
        at = next;
      }
      return Linux.openAt(at, path.name().getBytes(StandardCharsets.UTF_8), flags | O_NOFOLLOW, 0);
    } finally {
      if (at != folder) {
        Linux.close(at);
      }
    }
  }
}
