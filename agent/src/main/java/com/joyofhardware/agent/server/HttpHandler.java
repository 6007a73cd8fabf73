package com.joyofhardware.agent.server;

/**
 * Answers one HTTP request, on a virtual thread: it may block. A {@code JoyException} becomes a
 * problem document as long as no answer was begun.
 */
@FunctionalInterface
public interface HttpHandler {
  void handle(Exchange exchange) throws Exception;
}
