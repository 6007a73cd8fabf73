package com.joyofhardware.bench.relay;

import com.joyofhardware.gateway.Gateway;
import com.joyofhardware.gateway.GatewayConfig;
import java.nio.file.Path;

/** The gateway in a process of its own, so that its CPU time and memory can be told apart. */
final class GatewayProcess {
  private GatewayProcess() {}

  /** Prints its port, and serves until the process is ended. */
  public static void main(String[] arguments) throws Exception {
    Gateway gateway = Gateway.start(GatewayConfig.of("127.0.0.1", 0, Path.of(arguments[0])));
    System.out.println("gateway: http://127.0.0.1:" + gateway.port());
    Thread.currentThread().join();
  }
}
