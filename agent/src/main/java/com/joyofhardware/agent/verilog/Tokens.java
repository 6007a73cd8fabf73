package com.joyofhardware.agent.verilog;

import java.util.Arrays;

/** A text taken apart. Parallel arrays: a file of 5,000 lines has some 40,000 tokens. */
final class Tokens {
  static final byte WORD = 0;
  static final byte NUMBER = 1;
  static final byte STRING = 2;

  /** {@code $display}. */
  static final byte SYSTEM = 3;

  /** A macro's use, or a directive that stands alone. */
  static final byte MACRO = 4;

  /** A whole {@code `define}, with its body. */
  static final byte DEFINE = 5;

  /** A directive with what belongs to it, to the end of the line or of its one word. */
  static final byte DIRECTIVE = 6;

  static final byte MARK = 7;
  static final byte COMMENT = 8;

  private final String text;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private byte[] kinds = new byte[256];
  private int size;

  Tokens(String text) {
    this.text = text;
  }

  void add(byte kind, int start, int end) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    kinds[size++] = kind;
  }

  String text() {
    return text;
  }

  int size() {
    return size;
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  byte kind(int i) {
    return i < 0 || i >= size ? -1 : kinds[i];
  }

  String text(int i) {
    return i < 0 || i >= size ? "" : text.substring(starts[i], ends[i]);
  }

  /** Whether it is this one mark. */
  boolean is(int i, char mark) {
    return kind(i) == MARK && text.charAt(starts[i]) == mark;
  }

  boolean is(int i, String word) {
    return kind(i) == WORD
        && ends[i] - starts[i] == word.length()
        && text.startsWith(word, starts[i]);
  }

  /** A word that isn't reserved. */
  boolean isName(int i) {
    return kind(i) == WORD && !Keywords.isReserved(text(i));
  }

  /** An identifier as it is meant: an escaped one without its backslash. */
  String name(int i) {
    String name = text(i);
    return name.startsWith("\\") ? name.substring(1) : name;
  }

  /** The first token that starts at the offset or later; {@link #size} when there is none. */
  int firstFrom(int offset) {
    int found = Arrays.binarySearch(starts, 0, size, offset);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * After the bracket that closes the one at {@code open}, or where it must have been forgotten.
   */
  int afterMatching(int open) {
    int depth = 0;
    int i = open;
    for (; i < size; i++) {
      if (kinds[i] == MARK) {
        char mark = text.charAt(starts[i]);
        if (mark == '(' || mark == '[' || mark == '{') {
          depth++;
        } else if (mark == ')' || mark == ']' || mark == '}') {
          if (--depth == 0) {
            return i + 1;
          }
        } else if (mark == ';') {
          return i;
        }
      } else if (kinds[i] == WORD && Keywords.endsDeclaration(text(i))) {
        return i;
      }
    }
    return i;
  }
}
