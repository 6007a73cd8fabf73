package com.joyofhardware.gateway;

import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds a decoder back until a whole head has been judged, and between two messages until the next
 * one is wanted. Requests and responses share it.
 */
final class HeadGate {
  /** The decoding that the gate lets through. */
  interface Decoding {
    void decode() throws Exception;
  }

  private final HeadRules rules;
  private final Consumer<byte[]> judge;
  private final Runnable begun;
  private boolean insideMessage;
  private boolean broken;
  private boolean held;
  private int scanned;

  /**
   * @param begun runs when the first bytes of a head are there and it isn't complete
   */
  HeadGate(HeadRules rules, Consumer<byte[]> judge, Runnable begun) {
    this.rules = rules;
    this.judge = judge;
    this.begun = begun;
  }

  /** No further message is decoded until {@link #release}. */
  void hold() {
    held = true;
  }

  void release() {
    held = false;
  }

  void decode(ByteBuf in, List<Object> out, Decoding decoding) throws Exception {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!insideMessage && !admit(in, out)) {
      return;
    }
    int before = out.size();
    decoding.decode();
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof LastHttpContent) {
        insideMessage = false;
      }
    }
  }

  private boolean admit(ByteBuf in, List<Object> out) {
    if (held || !in.isReadable()) {
      return false;
    }
    try {
      int length = rules.completeHead(in, scanned);
      if (length < 0) {
        if (scanned == 0) {
          begun.run();
        }
        scanned = in.readableBytes();
        return false;
      }
      judge.accept(ByteBufUtil.getBytes(in, in.readerIndex(), length, true));
    } catch (JoyException e) {
      broken = true;
      in.skipBytes(in.readableBytes());
      out.add(new BadHead(e));
      return false;
    }
    scanned = 0;
    insideMessage = true;
    return true;
  }
}
