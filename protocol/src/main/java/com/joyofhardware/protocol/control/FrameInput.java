package com.joyofhardware.protocol.control;

import com.joyofhardware.protocol.Json;
import com.joyofhardware.protocol.Limits;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads frames; for one thread. Holds no more than one message. */
public final class FrameInput {
  private final DataInputStream in;
  private int left;
  private @Nullable Transfer current;

  public FrameInput(InputStream in) {
    this.in = new DataInputStream(in);
  }

  /** The next message, past whatever is left of a transfer; null when the other side ended. */
  public @Nullable ControlMessage next() throws IOException {
    current = null;
    while (true) {
      in.skipNBytes(left);
      left = 0;
      int first = in.read();
      if (first < 0) {
        return null;
      }
      byte kind = header(first);
      if (kind == ControlFrame.MESSAGE) {
        byte[] json = in.readNBytes(left);
        if (json.length < left) {
          throw new EOFException("the control link ended inside a message");
        }
        left = 0;
        return Json.read(new String(json, StandardCharsets.UTF_8), ControlMessage.class);
      }
    }
  }

  /** The next transfer of the message just read, past whatever is left of the one before. */
  public InputStream transfer() throws IOException {
    Transfer before = current;
    while (before != null && before.more()) {
      in.skipNBytes(left);
      left = 0;
    }
    Transfer next = new Transfer();
    current = next;
    return next;
  }

  private byte header(int first) throws IOException {
    int size = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    byte kind = in.readByte();
    left = size - 1;
    int limit =
        switch (kind) {
          case ControlFrame.MESSAGE -> Limits.MAX_TEXT_FRAME;
          case ControlFrame.CHUNK -> Limits.CONTROL_CHUNK;
          default -> throw new IOException("the control link has no frames of kind " + kind);
        };
    if (left < 0 || left > limit) {
      throw new IOException("a control frame of " + left + " bytes is over the limit");
    }
    return kind;
  }

  private final class Transfer extends InputStream {
    private boolean ended;

    private boolean more() throws IOException {
      if (ended) {
        return false;
      }
      if (left == 0) {
        if (header(in.readUnsignedByte()) != ControlFrame.CHUNK) {
          throw new IOException("a message came inside a transfer");
        }
        ended = left == 0;
      }
      return !ended;
    }

    @Override
    public int read() throws IOException {
      if (!more()) {
        return -1;
      }
      int b = in.readUnsignedByte();
      left--;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int n = in.read(bytes, offset, Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the control link ended inside a transfer");
      }
      left -= n;
      return n;
    }
  }
}
