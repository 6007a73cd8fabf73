package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A pipe(2); both ends close when another process starts. */
record Pipe(int readEnd, int writeEnd) {
  static Pipe open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      if (Libc.pipe(ends, Libc.O_CLOEXEC) != 0) {
        throw new JoyException(
            ErrorCode.INTERNAL,
            "no pipe can be opened: too many files are open; end other programs and try again");
      }
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    }
  }

  static void neverBlock(int fd) {
    Libc.fcntl(fd, Libc.F_SETFL, Libc.fcntl(fd, Libc.F_GETFL, 0) | Libc.O_NONBLOCK);
  }

  void close() {
    Libc.close(readEnd);
    Libc.close(writeEnd);
  }
}
