package com.joyofhardware.agent.beneath;

import com.joyofhardware.agent.linux.Errno;
import com.joyofhardware.agent.linux.Linux;
import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** An entry that is held: whatever happens to its name, this stays the same file. */
public final class Entry implements AutoCloseable {
  private final int fd;
  private final String shown;

  Entry(int fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  public Attributes attributes() throws IOException {
    return Attributes.read(Linux.path(fd));
  }

  /** Opens a regular file; anything else could block or do things when it is opened. */
  public FileChannel read() throws IOException {
    switch (attributes().kind()) {
      case FILE -> {}
      case FOLDER ->
          throw new JoyException(
              ErrorCode.FILE_IS_FOLDER,
              "'" + shown + "' is a folder; list it with fs/list on /rpc");
      case LINK ->
          throw new JoyException(
              ErrorCode.FILE_OUTSIDE,
              "'" + shown + "' is a symbolic link, which is not followed; name its target");
      case OTHER ->
          throw new JoyException(
              ErrorCode.FILE_NO_PERMISSION,
              "'" + shown + "' is a pipe, a socket or a device, no file");
    }
    try {
      return FileChannel.open(Linux.path(fd), StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      throw new JoyException(
          ErrorCode.FILE_NO_PERMISSION,
          "the permissions of '" + shown + "' don't allow reading",
          e);
    }
  }

  /** The target of a symbolic link, as it is written. */
  public byte[] target() {
    try {
      return Linux.readLink(fd);
    } catch (Errno e) {
      throw FileErrors.of(e, shown);
    }
  }

  /** Whether this process may write to it; root always may. */
  public boolean isWritable() {
    return Files.isWritable(Linux.path(fd));
  }

  @Override
  public void close() {
    Descriptors.close(fd);
  }
}
