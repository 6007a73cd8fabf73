package com.joyofhardware.agent.server;

import com.joyofhardware.protocol.ErrorCode;
import com.joyofhardware.protocol.JoyException;
import io.netty.buffer.ByteBuf;

/**
 * One end of an open WebSocket. Everything is called on the socket's event loop, in order, and must
 * not block. A {@code JoyException} closes the socket with its message as the reason.
 */
public interface WebSocketListener {
  /** The handshake is done; from now on {@code socket} sends. */
  void opened(WebSocket socket);

  default void text(String message) {
    throw new JoyException(ErrorCode.BAD_REQUEST, "text frames mean nothing here");
  }

  /**
   * Takes a binary message.
   *
   * @param data released after the call; retain it to keep it
   */
  default void binary(ByteBuf data) {
    throw new JoyException(ErrorCode.BAD_REQUEST, "binary frames mean nothing here");
  }

  /** The client reads again after it was slow ({@code true}), or became slow. */
  default void writable(boolean writable) {}

  /** It is gone, from whatever cause; called once, and only after {@link #opened}. */
  void closed();

  /** The handshake failed after {@code open}: {@link #opened} will not come. */
  default void abandoned() {}
}
