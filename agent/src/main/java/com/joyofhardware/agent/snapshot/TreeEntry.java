package com.joyofhardware.agent.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An entry of a git tree.
 *
 * @param name one character a byte
 */
record TreeEntry(int mode, String name, ObjectId id) {
  static final int TREE = 0040000;
  static final int FILE = 0100644;
  static final int LINK = 0120000;
  static final int GITLINK = 0160000;

  /** Git sorts a folder as if its name ended in a slash. */
  private static final Comparator<TreeEntry> ORDER =
      Comparator.comparing(entry -> entry.mode == TREE ? entry.name + "/" : entry.name);

  boolean isFolder() {
    return mode == TREE;
  }

  static byte[] write(Collection<TreeEntry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    entries.stream()
        .sorted(ORDER)
        .forEach(entry -> {
          bytes.writeBytes(RawName.bytes(Integer.toOctalString(entry.mode) + " "));
          bytes.writeBytes(RawName.bytes(entry.name + "\0"));
          bytes.writeBytes(entry.id.bytes());
        });
    return bytes.toByteArray();
  }

  static List<TreeEntry> read(byte[] tree) throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    int at = 0;
    try {
      while (at < tree.length) {
        int mode = 0;
        for (; tree[at] != ' '; at++) {
          mode = mode << 3 | tree[at] - '0';
        }
        int start = ++at;
        while (tree[at] != 0) {
          at++;
        }
        String name = RawName.of(java.util.Arrays.copyOfRange(tree, start, at));
        entries.add(new TreeEntry(mode, name, ObjectId.of(tree, at + 1)));
        at += 1 + ObjectId.LENGTH;
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("a tree is damaged", e);
    }
    return entries;
  }
}
