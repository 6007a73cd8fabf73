package com.joyofhardware.protocol;

/**
 * Where an agent listens, as the master and the gateway see it; on the wire {@code unix:/path} or
 * {@code tcp:host:port}. It never reaches a browser.
 */
public sealed interface AgentAddress {
  record Unix(String path) implements AgentAddress {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  record Tcp(String host, int port) implements AgentAddress {
    @Override
    public String toString() {
      return "tcp:" + host + ":" + port;
    }
  }

  static AgentAddress parse(String text) {
    if (text.startsWith("unix:/")) {
      return new Unix(text.substring("unix:".length()));
    }
    int colon = text.lastIndexOf(':');
    if (text.startsWith("tcp:") && colon > 4) {
      return new Tcp(text.substring(4, colon), Integer.parseInt(text.substring(colon + 1)));
    }
    throw new IllegalArgumentException(
        "not an agent address: '" + text + "'; write unix:/path or tcp:host:port");
  }
}
