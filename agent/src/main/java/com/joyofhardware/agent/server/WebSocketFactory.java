package com.joyofhardware.agent.server;

/**
 * Decides about a WebSocket before the handshake, on a virtual thread: it may block. A {@code
 * JoyException} refuses the handshake with a problem document.
 */
@FunctionalInterface
public interface WebSocketFactory {
  WebSocketListener open(Request request) throws Exception;
}
