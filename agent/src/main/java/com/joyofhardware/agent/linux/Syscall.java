package com.joyofhardware.agent.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * libc's {@code syscall(2)}. One shape of call for all of them keeps the FFM machinery, which costs
 * memory for each shape, to a single method handle.
 */
final class Syscall {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL = handle();

  private Syscall() {}

  /**
   * Calls the kernel.
   *
   * @return what the call gives, never negative
   * @throws Errno when it fails; a call that a signal interrupted is made again
   */
  static long call(String name, long number, long a, long b, long c, long d, long e) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = (long) CALL.invokeExact(state, number, a, b, c, d, e);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != Errno.EINTR) {
          throw new Errno(name, errno);
        }
      }
    } catch (Errno | RuntimeException | Error e1) {
      throw e1;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle handle() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor shape =
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG);
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        shape,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }
}
