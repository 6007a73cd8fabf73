package com.joyofhardware.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The agent's end of a pseudo terminal: its descriptor never blocks. */
public final class Pty {
  /** termios c_iflag: erasing takes a whole UTF-8 character. */
  private static final int IUTF8 = 0x4000;

  private final int fd;
  private final String name;

  private Pty(int fd, String name) {
    this.fd = fd;
    this.name = name;
  }

  static Pty open(int cols, int rows) {
    int fd =
        Libc.openPseudoTerminal(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new JoyException(
          ErrorCode.INTERNAL,
          "no pseudo terminal can be opened; close a terminal, or look at the container's /dev/pts");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(64);
      if (Libc.grant(fd) != 0 || Libc.unlock(fd) != 0 || Libc.terminalName(fd, name) != 0) {
        Libc.close(fd);
        throw new JoyException(
            ErrorCode.INTERNAL, "the pseudo terminal cannot be used; is /dev/pts mounted?");
      }
      MemorySegment termios = arena.allocate(Libc.OPAQUE);
      if (Libc.getTerminalAttributes(fd, termios) == 0) {
        termios.set(JAVA_INT, 0, termios.get(JAVA_INT, 0) | IUTF8);
        Libc.setTerminalAttributes(fd, termios);
      }
      Pty pty = new Pty(fd, name.getString(0));
      pty.resize(cols, rows);
      return pty;
    }
  }

  public int fd() {
    return fd;
  }

  /** The path that the child opens. */
  String name() {
    return name;
  }

  /** Programs in the terminal are told by SIGWINCH. */
  public void resize(int cols, int rows) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(JAVA_SHORT, 4);
      size.setAtIndex(JAVA_SHORT, 0, (short) rows);
      size.setAtIndex(JAVA_SHORT, 1, (short) cols);
      Libc.ioctl(fd, Libc.TIOCSWINSZ, size);
    }
  }

  /** The process group in the foreground; -1 when there is none. */
  public long foregroundGroup() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment group = arena.allocate(JAVA_INT);
      return Libc.ioctl(fd, Libc.TIOCGPGRP, group) == 0 ? group.get(JAVA_INT, 0) : -1;
    }
  }

  void close() {
    Libc.close(fd);
  }
}
