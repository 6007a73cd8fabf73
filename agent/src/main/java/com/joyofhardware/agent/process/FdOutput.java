package com.joyofhardware.agent.process;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Bytes on their way into a process. Only on the loop. */
public final class FdOutput {
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private final Runnable done;
  private @Nullable LoopFd fd;
  private int pending;
  private boolean last;
  private boolean broken;

  /**
   * An empty queue.
   *
   * @param done told once all was written after {@link #end()}, or nobody reads any more
   */
  public FdOutput(Runnable done) {
    this.done = done;
  }

  /** Before it nothing is written. */
  public void open(LoopFd opened) {
    fd = opened;
    flush();
  }

  /** Takes the buffer over; what a process no longer reads is dropped, as a broken pipe does. */
  public void write(ByteBuf bytes) {
    if (broken || last) {
      bytes.release();
      return;
    }
    pending += bytes.readableBytes();
    queue.add(bytes);
    flush();
  }

  /** Nothing more comes. */
  public void end() {
    last = true;
    flush();
  }

  public int pending() {
    return pending;
  }

  public void flush() {
    LoopFd target = fd;
    if (target == null) {
      return;
    }
    while (!queue.isEmpty()) {
      ByteBuf head = queue.element();
      int count = head.isReadable() ? target.write(head) : 0;
      if (count < 0) {
        discard();
        break;
      }
      pending -= count;
      if (head.isReadable()) {
        if (count == 0) {
          return;
        }
      } else {
        queue.remove().release();
      }
    }
    if (last || broken) {
      done.run();
    }
  }

  /** Forgets what is queued and takes no more. */
  public void discard() {
    broken = true;
    queue.forEach(ByteBuf::release);
    queue.clear();
    pending = 0;
  }
}
