package com.joyofhardware.agent.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * System calls on file descriptors. Names are raw bytes, as the kernel has them. The numbers are
 * those of {@code asm/unistd_64.h} on x86-64 and {@code asm-generic/unistd.h} on AArch64.
 */
public final class Linux {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOFOLLOW;
  public static final int O_DIRECTORY;
  public static final int O_CLOEXEC = 02000000;
  public static final int O_PATH = 010000000;

  public static final int RESOLVE_NO_MAGICLINKS = 2;
  public static final int RESOLVE_NO_SYMLINKS = 4;
  public static final int RESOLVE_BENEATH = 8;

  public static final int RENAME_NOREPLACE = 1;
  public static final int RENAME_EXCHANGE = 2;
  private static final int AT_REMOVEDIR = 0x200;

  private static final boolean X86 = System.getProperty("os.arch").equals("amd64");
  private static final long OPENAT2 = 437;
  private static final long OPENAT = X86 ? 257 : 56;
  private static final long CLOSE = X86 ? 3 : 57;
  private static final long MKDIRAT = X86 ? 258 : 34;
  private static final long UNLINKAT = X86 ? 263 : 35;
  private static final long RENAMEAT2 = X86 ? 316 : 276;
  private static final long SYMLINKAT = X86 ? 266 : 36;
  private static final long LINKAT = X86 ? 265 : 37;
  private static final long READLINKAT = X86 ? 267 : 78;

  static {
    // The two that differ (asm/fcntl.h of arm64).
    O_DIRECTORY = X86 ? 0200000 : 040000;
    O_NOFOLLOW = X86 ? 0400000 : 0100000;
  }

  private Linux() {}

  /** A path that names what a descriptor of ours has open, whatever its name is by now. */
  public static Path path(int fd) {
    return Path.of("/proc/self/fd/" + fd);
  }

  public static int openAt(int folder, byte[] name, int flags, int mode) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          Syscall.call(
              "openat", OPENAT, folder, text(arena, name).address(), flags | O_CLOEXEC, mode, 0);
    }
  }

  /** {@code openat2(2)}, from Linux 5.6 on. */
  public static int openAt2(int folder, byte[] path, int flags, int resolve) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment how = arena.allocate(ValueLayout.JAVA_LONG, 3);
      how.setAtIndex(ValueLayout.JAVA_LONG, 0, flags | O_CLOEXEC);
      how.setAtIndex(ValueLayout.JAVA_LONG, 2, resolve);
      return (int)
          Syscall.call(
              "openat2",
              OPENAT2,
              folder,
              text(arena, path).address(),
              how.address(),
              how.byteSize(),
              0);
    }
  }

  public static void close(int fd) throws Errno {
    Syscall.call("close", CLOSE, fd, 0, 0, 0, 0);
  }

  public static void makeFolder(int folder, byte[] name, int mode) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.call("mkdirat", MKDIRAT, folder, text(arena, name).address(), mode, 0, 0);
    }
  }

  public static void removeFile(int folder, byte[] name) throws Errno {
    unlink(folder, name, 0);
  }

  public static void removeFolder(int folder, byte[] name) throws Errno {
    unlink(folder, name, AT_REMOVEDIR);
  }

  private static void unlink(int folder, byte[] name, int flags) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.call("unlinkat", UNLINKAT, folder, text(arena, name).address(), flags, 0, 0);
    }
  }

  public static void rename(int from, byte[] name, int to, byte[] newName, int flags) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.call(
          "renameat2",
          RENAMEAT2,
          from,
          text(arena, name).address(),
          to,
          text(arena, newName).address(),
          flags);
    }
  }

  /** A hard link. */
  public static void link(int from, byte[] name, int to, byte[] newName) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.call(
          "linkat",
          LINKAT,
          from,
          text(arena, name).address(),
          to,
          text(arena, newName).address(),
          0);
    }
  }

  public static void makeLink(byte[] target, int folder, byte[] name) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.call(
          "symlinkat",
          SYMLINKAT,
          text(arena, target).address(),
          folder,
          text(arena, name).address(),
          0,
          0);
    }
  }

  /** Where the symbolic link points that was opened with {@code O_PATH | O_NOFOLLOW}. */
  public static byte[] readLink(int link) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(4_096);
      long length =
          Syscall.call(
              "readlinkat",
              READLINKAT,
              link,
              text(arena, new byte[0]).address(),
              target.address(),
              target.byteSize(),
              0);
      return target.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static MemorySegment text(Arena arena, byte[] bytes) {
    MemorySegment text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text;
  }
}
