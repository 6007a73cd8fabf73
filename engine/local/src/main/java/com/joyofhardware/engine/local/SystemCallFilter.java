package com.joyofhardware.engine.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp program (classic BPF, see seccomp(2)) against what namespaces don't hold: sockets of
 * families that know no network namespace (a virtual machine's host listens on AF_VSOCK), kernel
 * keyrings, and calls that have often been a way into the kernel and are of no use to a workspace.
 */
final class SystemCallFilter {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int ERRNO = 0x00050000;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  private static final int OFFSET_NUMBER = 0;
  private static final int OFFSET_ARCHITECTURE = 4;
  private static final int OFFSET_FIRST_ARGUMENT = 16;

  /** The x32 numbers of x86-64 kernels begin here. */
  private static final int X32 = 0x40000000;

  /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK (which lists interfaces). */
  private static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

  /**
   * Numbers of an architecture.
   *
   * @param audit AUDIT_ARCH_…, see linux/audit.h
   * @param denied add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, io_uring_setup,
   *     io_uring_enter, io_uring_register
   */
  private record Architecture(int audit, int socket, List<Integer> denied) {}

  private static final Architecture X86_64 =
      new Architecture(0xc000003e, 41, List.of(248, 249, 250, 321, 298, 323, 425, 426, 427));
  private static final Architecture AARCH64 =
      new Architecture(0xc00000b7, 198, List.of(217, 218, 219, 280, 241, 282, 425, 426, 427));

  private SystemCallFilter() {}

  /** For this machine; one of another architecture gets a program that allows everything. */
  static byte[] program() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> program(X86_64);
      case "aarch64" -> program(AARCH64);
      default -> encode(List.of(statement(RETURN, ALLOW)));
    };
  }

  private static byte[] program(Architecture architecture) {
    List<long[]> lines = new ArrayList<>();
    lines.add(statement(LOAD_WORD, OFFSET_ARCHITECTURE));
    lines.add(jump(JUMP_IF_EQUAL, architecture.audit(), 1, 0));
    lines.add(statement(RETURN, ERRNO | ENOSYS));
    lines.add(statement(LOAD_WORD, OFFSET_NUMBER));
    lines.add(jump(JUMP_IF_GREATER_OR_EQUAL, X32, 0, 1));
    lines.add(statement(RETURN, ERRNO | ENOSYS));
    for (int number : architecture.denied()) {
      lines.add(jump(JUMP_IF_EQUAL, number, 0, 1));
      lines.add(statement(RETURN, ERRNO | ENOSYS));
    }
    lines.add(jump(JUMP_IF_EQUAL, architecture.socket(), 1, 0));
    lines.add(statement(RETURN, ALLOW));
    lines.add(statement(LOAD_WORD, OFFSET_FIRST_ARGUMENT));
    for (int family : FAMILIES) {
      lines.add(jump(JUMP_IF_EQUAL, family, 0, 1));
      lines.add(statement(RETURN, ALLOW));
    }
    lines.add(statement(RETURN, ERRNO | EAFNOSUPPORT));
    return encode(lines);
  }

  private static long[] statement(int code, int value) {
    return jump(code, value, 0, 0);
  }

  private static long[] jump(int code, int value, int ifTrue, int ifFalse) {
    return new long[] {code, ifTrue, ifFalse, value};
  }

  private static byte[] encode(List<long[]> lines) {
    ByteBuffer program = ByteBuffer.allocate(8 * lines.size()).order(ByteOrder.nativeOrder());
    for (long[] line : lines) {
      program
          .putShort((short) line[0])
          .put((byte) line[1])
          .put((byte) line[2])
          .putInt((int) line[3]);
    }
    return program.array();
  }
}
