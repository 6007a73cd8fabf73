package com.joyofhardware.agent.process;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that moves the bytes of all terminals and commands. It is not the server's, so a
 * flood of output delays no file; it starts with the first process.
 */
public final class ProcessLoop implements AutoCloseable {
  private static final int SCRATCH = 64 << 10;

  private @Nullable MultiThreadIoEventLoopGroup group;
  private @Nullable ByteBuffer scratch;

  public synchronized IoEventLoop loop() {
    if (group == null) {
      group =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("processes", true), EpollIoHandler.newFactory());
    }
    return group.next();
  }

  public void run(Runnable task) {
    IoEventLoop loop = loop();
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /** A direct buffer for use within one task on the loop. */
  ByteBuffer scratch() {
    ByteBuffer buffer = scratch;
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(SCRATCH);
      scratch = buffer;
    }
    return buffer.clear();
  }

  @Override
  public synchronized void close() {
    if (group != null) {
      group.shutdownGracefully();
    }
  }
}
