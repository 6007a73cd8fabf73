package com.joyofhardware.bench.relay;

import com.joyofhardware.gateway.GatewayConfig;
import com.joyofhardware.gateway.GatewayMain;
import java.nio.file.Path;

/** The gateway in a process of its own, so that its CPU time and memory can be told apart. */
final class GatewayProcess {
  private GatewayProcess() {}

  public static void main(String[] arguments) throws Exception {
    GatewayMain.serve(GatewayConfig.of("127.0.0.1", 0, Path.of(arguments[0])), System.out);
  }
}
