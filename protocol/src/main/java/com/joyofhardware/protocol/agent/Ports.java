package com.joyofhardware.protocol.agent;

import java.util.List;

/** Result of {@code ports/list} on {@code WS /rpc}, and the notification {@code ports/changed}. */
public record Ports(List<Listening> ports) {
  public Ports {
    ports = List.copyOf(ports);
  }

  /** A TCP port that listens inside the container. */
  public record Listening(int port, String address, long pid, String command) {}
}
