package com.joyofhardware.agent.snapshot;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SHA-1, in twenty bytes rather than forty letters: tens of thousands are held. */
record ObjectId(long first, long second, int third) {
  static final int LENGTH = 20;

  static ObjectId of(byte[] bytes, int offset) {
    return read(ByteBuffer.wrap(bytes, offset, LENGTH));
  }

  static ObjectId read(ByteBuffer from) {
    return new ObjectId(from.getLong(), from.getLong(), from.getInt());
  }

  static ObjectId parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("not an object id: '" + hex + "'");
    }
    return of(bytes, 0);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(first).putLong(second).putInt(third).array();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
