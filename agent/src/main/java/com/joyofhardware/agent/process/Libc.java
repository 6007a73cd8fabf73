package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The C functions behind processes and terminals (POSIX, plus glibc's and musl's addchdir_np). The
 * class is touched when the first process starts: linking costs some 80 ms and 9 MB.
 */
final class Libc {
  // <fcntl.h>, the same on x86-64 and aarch64
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;

  // <sys/ioctl.h>
  static final long TIOCGPGRP = 0x540F;
  static final long TIOCSWINSZ = 0x5414;

  // <spawn.h>
  static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  static final short POSIX_SPAWN_SETSID = 0x80;

  // <errno.h>
  static final int ENOENT = 2;
  static final int E2BIG = 7;
  static final int ENOEXEC = 8;
  static final int EACCES = 13;

  /** More than any libc needs for its opaque structures (glibc: 80, 336, 128, 60, 128 bytes). */
  static final long OPAQUE = 1024;

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle OPENPT = find("posix_openpt", JAVA_INT);
  private static final MethodHandle GRANTPT = find("grantpt", JAVA_INT);
  private static final MethodHandle UNLOCKPT = find("unlockpt", JAVA_INT);
  private static final MethodHandle PTSNAME = find("ptsname_r", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle TCGETATTR = find("tcgetattr", JAVA_INT, ADDRESS);
  private static final MethodHandle TCSETATTR = find("tcsetattr", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle FCNTL = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle PIPE2 = find("pipe2", ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = find("close", JAVA_INT);
  private static final MethodHandle KILL = find("kill", JAVA_INT, JAVA_INT);
  private static final MethodHandle PRLIMIT = find("prlimit", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle WAITPID = find("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SIGFILLSET = find("sigfillset", ADDRESS);
  private static final MethodHandle SIGEMPTYSET = find("sigemptyset", ADDRESS);
  private static final MethodHandle ACTIONS_INIT = find("posix_spawn_file_actions_init", ADDRESS);
  private static final MethodHandle ACTIONS_DESTROY =
      find("posix_spawn_file_actions_destroy", ADDRESS);
  private static final MethodHandle ADD_OPEN =
      find("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_DUP2 =
      find("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_CHDIR =
      find("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);

  /** Absent before glibc 2.34 and in musl; there close-on-exec has to do. */
  private static final @Nullable MethodHandle ADD_CLOSE_FROM =
      LINKER
          .defaultLookup()
          .find("posix_spawn_file_actions_addclosefrom_np")
          .map(at -> LINKER.downcallHandle(at, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)))
          .orElse(null);

  private static final MethodHandle ATTR_INIT = find("posix_spawnattr_init", ADDRESS);
  private static final MethodHandle ATTR_DESTROY = find("posix_spawnattr_destroy", ADDRESS);
  private static final MethodHandle ATTR_FLAGS =
      find("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final MethodHandle ATTR_SIGDEFAULT =
      find("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_SIGMASK =
      find("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
  private static final MethodHandle SPAWN =
      find("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private Libc() {}

  private static MethodHandle find(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
    return link(
        name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.firstVariadicArg(fixed));
  }

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  static int openPseudoTerminal(int flags) {
    return call(() -> (int) OPENPT.invokeExact(flags));
  }

  static int grant(int fd) {
    return call(() -> (int) GRANTPT.invokeExact(fd));
  }

  static int unlock(int fd) {
    return call(() -> (int) UNLOCKPT.invokeExact(fd));
  }

  static int terminalName(int fd, MemorySegment name) {
    return call(() -> (int) PTSNAME.invokeExact(fd, name, name.byteSize()));
  }

  static int getTerminalAttributes(int fd, MemorySegment termios) {
    return call(() -> (int) TCGETATTR.invokeExact(fd, termios));
  }

  static int setTerminalAttributes(int fd, MemorySegment termios) {
    return call(() -> (int) TCSETATTR.invokeExact(fd, 0, termios));
  }

  static int ioctl(int fd, long request, MemorySegment argument) {
    return call(() -> (int) IOCTL.invokeExact(fd, request, argument));
  }

  static int fcntl(int fd, int command, int argument) {
    return call(() -> (int) FCNTL.invokeExact(fd, command, argument));
  }

  static int pipe(MemorySegment ends, int flags) {
    return call(() -> (int) PIPE2.invokeExact(ends, flags));
  }

  static int close(int fd) {
    return call(() -> (int) CLOSE.invokeExact(fd));
  }

  static int kill(int pid, int signal) {
    return call(() -> (int) KILL.invokeExact(pid, signal));
  }

  /** Reads and sets a resource limit of a process of ours, 0 is this one. */
  static int limits(int pid, int resource, MemorySegment next, MemorySegment before) {
    return call(() -> (int) PRLIMIT.invokeExact(pid, resource, next, before));
  }

  /** Waits for a child to end. */
  static int reap(int pid, MemorySegment status) {
    return call(() -> (int) WAITPID.invokeExact(pid, status, 0));
  }

  static int fillSignals(MemorySegment set) {
    return call(() -> (int) SIGFILLSET.invokeExact(set));
  }

  static int emptySignals(MemorySegment set) {
    return call(() -> (int) SIGEMPTYSET.invokeExact(set));
  }

  static int initActions(MemorySegment actions) {
    return call(() -> (int) ACTIONS_INIT.invokeExact(actions));
  }

  static int destroyActions(MemorySegment actions) {
    return call(() -> (int) ACTIONS_DESTROY.invokeExact(actions));
  }

  static int addOpen(MemorySegment actions, int fd, MemorySegment path, int flags) {
    return call(() -> (int) ADD_OPEN.invokeExact(actions, fd, path, flags, 0));
  }

  static int addDuplicate(MemorySegment actions, int fd, int as) {
    return call(() -> (int) ADD_DUP2.invokeExact(actions, fd, as));
  }

  static int addChangeFolder(MemorySegment actions, MemorySegment path) {
    return call(() -> (int) ADD_CHDIR.invokeExact(actions, path));
  }

  static int addCloseFrom(MemorySegment actions, int lowest) {
    MethodHandle handle = ADD_CLOSE_FROM;
    return handle == null ? 0 : call(() -> (int) handle.invokeExact(actions, lowest));
  }

  static int initAttributes(MemorySegment attributes) {
    return call(() -> (int) ATTR_INIT.invokeExact(attributes));
  }

  static int destroyAttributes(MemorySegment attributes) {
    return call(() -> (int) ATTR_DESTROY.invokeExact(attributes));
  }

  static int setFlags(MemorySegment attributes, int flags) {
    return call(() -> (int) ATTR_FLAGS.invokeExact(attributes, (short) flags));
  }

  static int setDefaultSignals(MemorySegment attributes, MemorySegment set) {
    return call(() -> (int) ATTR_SIGDEFAULT.invokeExact(attributes, set));
  }

  static int setSignalMask(MemorySegment attributes, MemorySegment set) {
    return call(() -> (int) ATTR_SIGMASK.invokeExact(attributes, set));
  }

  static int spawn(
      MemorySegment pid,
      MemorySegment path,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment argv,
      MemorySegment env) {
    return call(() -> (int) SPAWN.invokeExact(pid, path, actions, attributes, argv, env));
  }

  @FunctionalInterface
  private interface Call {
    int run() throws Throwable;
  }

  private static int call(Call call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a C function threw", e);
    }
  }
}
