package com.joyofhardware.agent.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Many paths in little memory: a hundred thousand take some 5 MB here, as strings thrice that. */
final class PathList {
  private static final int BLOCK = 64 << 10;

  private final List<byte[]> blocks = new ArrayList<>();
  private byte[] block = new byte[0];
  private int filled;
  private long size;

  void add(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (filled + bytes.length + 1 > block.length) {
      block = new byte[Math.max(BLOCK, bytes.length + 1)];
      blocks.add(block);
      filled = 0;
    }
    System.arraycopy(bytes, 0, block, filled, bytes.length);
    filled += bytes.length + 1; // a path holds no NUL, which so ends it
    size += bytes.length + 1;
  }

  long size() {
    return size;
  }

  void forEach(Consumer<String> each) {
    for (byte[] one : blocks) {
      for (int at = 0; at < one.length && one[at] != 0; ) {
        int end = at;
        while (one[end] != 0) {
          end++;
        }
        each.accept(new String(one, at, end - at, StandardCharsets.UTF_8));
        at = end + 1;
      }
    }
  }
}
