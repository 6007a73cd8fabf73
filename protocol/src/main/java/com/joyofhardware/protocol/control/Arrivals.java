package com.joyofhardware.protocol.control;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A link's bytes, and whether somebody waits for them. Read by one thread, asked by any. */
public final class Arrivals extends FilterInputStream {
  private volatile long reads;
  private volatile boolean waiting;

  public Arrivals(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    waiting = true;
    int b = in.read();
    arrived();
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    waiting = true;
    int n = in.read(bytes, offset, length);
    arrived();
    return n;
  }

  // One thread reads, so nothing is counted at the same time.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void arrived() {
    reads++;
    waiting = false;
  }

  long reads() {
    return reads;
  }

  /** False while its reader is busy with what came: then silence means nothing. */
  boolean isWaiting() {
    return waiting;
  }
}
