package com.joyofhardware.agent.process;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A pipe or a terminal on the {@link ProcessLoop}. Events are edges: after one, read or write until
 * nothing moves, or come back later without waiting for another.
 */
public final class LoopFd implements EpollIoHandle {
  private static final EpollIoOps EDGES =
      EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT).with(EpollIoOps.EPOLLET);
  private static final EpollIoOps HANG_UP = EpollIoOps.valueOf(0x10);

  private final ProcessLoop loop;
  private final FileDescriptor fd;
  private final Runnable readable;
  private final Runnable writable;
  private @Nullable IoRegistration registration;

  private LoopFd(ProcessLoop loop, int fd, Runnable readable, Runnable writable) {
    this.loop = loop;
    this.fd = new FileDescriptor(fd);
    this.readable = readable;
    this.writable = writable;
  }

  /** On the loop; the descriptor is the handle's to close from now on. */
  public static LoopFd register(ProcessLoop loop, int fd, Runnable readable, Runnable writable) {
    LoopFd handle = new LoopFd(loop, fd, readable, writable);
    IoRegistration registration = loop.loop().register(handle).getNow();
    if (registration == null) {
      throw new IllegalStateException("registering a descriptor must happen on the loop");
    }
    handle.registration = registration;
    registration.submit(EDGES);
    return handle;
  }

  @Override
  public FileDescriptor fd() {
    return fd;
  }

  @Override
  public void handle(IoRegistration source, IoEvent event) {
    EpollIoOps ops = ((EpollIoEvent) event).ops();
    boolean ended = ops.contains(EpollIoOps.EPOLLERR) || ops.contains(HANG_UP);
    if (ended || ops.contains(EpollIoOps.EPOLLOUT)) {
      writable.run();
    }
    if (ended || ops.contains(EpollIoOps.EPOLLIN)) {
      readable.run();
    }
  }

  /** Reads into native memory: the number of bytes, 0 when there are none now, -1 at the end. */
  public int read(long address, int length) {
    if (!fd.isOpen()) {
      return -1;
    }
    try {
      return fd.readAddress(address, 0, length);
    } catch (IOException e) {
      return -1; // EIO: no process has the terminal any more
    }
  }

  /** Appends at most what the scratch buffer holds; results as of {@link #read(long, int)}. */
  public int read(ByteBuf target) {
    if (!fd.isOpen()) {
      return -1;
    }
    ByteBuffer scratch = loop.scratch();
    try {
      int count = fd.read(scratch, 0, Math.min(scratch.capacity(), target.maxWritableBytes()));
      if (count > 0) {
        target.writeBytes(scratch.limit(count));
      }
      return count;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Writes from the buffer's reader index: the number of bytes, -1 when nobody reads any more. */
  int write(ByteBuf source) {
    if (!fd.isOpen()) {
      return -1;
    }
    ByteBuffer scratch = loop.scratch();
    int length = Math.min(scratch.capacity(), source.readableBytes());
    source.getBytes(source.readerIndex(), scratch.limit(length));
    try {
      int count = fd.write(scratch, 0, length);
      source.skipBytes(Math.max(0, count));
      return count;
    } catch (IOException e) {
      return -1; // EPIPE, EIO
    }
  }

  @Override
  public void close() {
    if (!fd.isOpen()) {
      return;
    }
    if (registration != null) {
      registration.cancel();
    }
    try {
      fd.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a descriptor failed", e);
    }
  }
}
