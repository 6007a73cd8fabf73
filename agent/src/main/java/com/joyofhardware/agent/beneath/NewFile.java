package com.joyofhardware.agent.beneath;

import com.joyofhardware.agent.linux.Linux;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** A file that was just made, open for writing. */
public final class NewFile implements AutoCloseable {
  private final int fd;
  private final FileChannel channel;

  private NewFile(int fd, FileChannel channel) {
    this.fd = fd;
    this.channel = channel;
  }

  static NewFile of(int fd) throws IOException {
    try {
      return new NewFile(fd, FileChannel.open(Linux.path(fd), StandardOpenOption.WRITE));
    } catch (IOException e) {
      Descriptors.close(fd);
      throw e;
    }
  }

  public FileChannel channel() {
    return channel;
  }

  /** Gives it permission bits, 0 to 07777. */
  public void mode(int mode) throws IOException {
    Files.setAttribute(Linux.path(fd), "unix:mode", mode);
  }

  public Attributes attributes() throws IOException {
    return Attributes.read(Linux.path(fd));
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Descriptors.close(fd);
    }
  }
}
