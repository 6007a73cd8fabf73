package com.joyofhardware.agent.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file that one thread writes as it arrives, and another reads as far as it is there. */
final class ArrivingFile implements AutoCloseable {
  private static final int COPY = 32 << 10;

  private final FileChannel channel;
  private final long size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private long there;
  private @Nullable IOException failure;

  private ArrivingFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  /** Makes the file, of its size to be: it can be mapped before its bytes are there. */
  static ArrivingFile create(Path path, long size) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE);
    try {
      if (size > 0) {
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
      }
      return new ArrivingFile(channel, size);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  FileChannel channel() {
    return channel;
  }

  long size() {
    return size;
  }

  /** Writes everything; whoever reads learns of a failure too. */
  void receive(InputStream in) throws IOException {
    try {
      byte[] buffer = new byte[COPY];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (n > size - there) {
          throw new IOException("a file that should have " + size + " bytes has more");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          channel.write(bytes, there + bytes.position());
        }
        arrived(n);
      }
      if (there < size) {
        throw new EOFException("a file of " + size + " bytes ended after " + there);
      }
    } catch (IOException e) {
      failed(e);
      throw e;
    } catch (RuntimeException e) {
      failed(new IOException(e));
      throw e;
    }
  }

  private void arrived(int bytes) {
    lock.lock();
    try {
      there += bytes;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(IOException e) {
    lock.lock();
    try {
      failure = e;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until that much is there, or all of it; gives how much is. */
  long await(long bytes) throws IOException {
    lock.lock();
    try {
      while (there < Math.min(bytes, size)) {
        if (failure != null) {
          throw new IOException("the rest of a file never came", failure);
        }
        change.awaitUninterruptibly();
      }
      return there;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
