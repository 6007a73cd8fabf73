package com.joyofhardware.agent.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Git's four kinds of object, by their number in a pack (gitformat-pack). */
enum ObjectKind {
  COMMIT(1, "commit"),
  TREE(2, "tree"),
  BLOB(3, "blob"),
  TAG(4, "tag");

  private final int number;
  private final String label;

  ObjectKind(int number, String label) {
    this.number = number;
    this.label = label;
  }

  int number() {
    return number;
  }

  String label() {
    return label;
  }

  static ObjectKind ofNumber(int number) throws IOException {
    return switch (number) {
      case 1 -> COMMIT;
      case 2 -> TREE;
      case 3 -> BLOB;
      case 4 -> TAG;
      default -> throw new IOException("a pack without deltas has no objects of type " + number);
    };
  }

  /** A digest that has taken in the header; the content follows. */
  MessageDigest digest(long size) {
    MessageDigest digest = sha1();
    digest.update((label + " " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    return digest;
  }

  ObjectId id(byte[] content) {
    return ObjectId.of(digest(content.length).digest(content), 0);
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-1", e);
    }
  }
}
