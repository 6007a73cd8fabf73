package com.joyofhardware.agent.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** {@code inotify(7)}. One thread reads; others add and remove watches. */
public final class Inotify {
  public static final int MODIFY = 0x2;
  public static final int ATTRIB = 0x4;
  public static final int CLOSE_WRITE = 0x8;
  public static final int MOVED_FROM = 0x40;
  public static final int MOVED_TO = 0x80;
  public static final int CREATE = 0x100;
  public static final int DELETE = 0x200;
  public static final int OVERFLOW = 0x4000;
  public static final int IGNORED = 0x8000;
  public static final int ONLY_FOLDERS = 0x01000000;
  public static final int EXCLUDE_UNLINKED = 0x04000000;
  public static final int IS_FOLDER = 0x40000000;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
  private static final long INIT = X86 ? 294 : 26;
  private static final long ADD_WATCH = X86 ? 254 : 27;
  private static final long REMOVE_WATCH = X86 ? 255 : 28;
  private static final long READ = X86 ? 0 : 63;
  private static final int HEADER = 16;

  private final int fd;

  public Inotify() throws Errno {
    fd = (int) Syscall.call("inotify_init1", INIT, Linux.O_CLOEXEC, 0, 0, 0, 0);
  }

  /**
   * Watches what a descriptor has open.
   *
   * @return the watch; for what is watched already the number it has
   */
  public int add(int opened, int mask) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/proc/self/fd/" + opened);
      return (int) Syscall.call("inotify_add_watch", ADD_WATCH, fd, path.address(), mask, 0, 0);
    }
  }

  public void remove(int watch) throws Errno {
    Syscall.call("inotify_rm_watch", REMOVE_WATCH, fd, watch, 0, 0, 0);
  }

  /**
   * Waits for events, hands them over and returns. It blocks its thread, so not on a virtual one.
   */
  public void read(MemorySegment buffer, Receiver receiver) throws Errno {
    long length = Syscall.call("read", READ, fd, buffer.address(), buffer.byteSize(), 0, 0);
    long at = 0;
    while (at < length) {
      int watch = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      int mask = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4);
      int size = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 12);
      byte[] name = buffer.asSlice(at + HEADER, size).toArray(ValueLayout.JAVA_BYTE);
      receiver.event(watch, mask, trim(name));
      at += HEADER + size;
    }
  }

  public void close() throws Errno {
    Linux.close(fd);
  }

  /** Names are padded with zero bytes. */
  private static byte[] trim(byte[] name) {
    int end = 0;
    while (end < name.length && name[end] != 0) {
      end++;
    }
    return Arrays.copyOf(name, end);
  }

  /** Takes one event. */
  @FunctionalInterface
  public interface Receiver {
    void event(int watch, int mask, byte[] name);
  }
}
