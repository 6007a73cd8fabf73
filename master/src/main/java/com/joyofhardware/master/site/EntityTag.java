package com.joyofhardware.master.site;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The strong ETag of a page's bytes: a page that hasn't changed is answered with 304. */
final class EntityTag {
  /** 128 bits: no two builds of a page have the same. */
  private static final int BYTES = 16;

  private EntityTag() {}

  static String of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(digest, 0, BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
