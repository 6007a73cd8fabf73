package com.joyofhardware.gateway;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The gateway as a process of its own; it outlives restarts of the master. */
public final class GatewayMain {
  private GatewayMain() {}

  /**
   * Serves until the process is told to stop.
   *
   * @param out gets one line once the port is open
   * @throws IOException when the gateway can't start; its message says why
   */
  public static void serve(GatewayConfig config, PrintStream out)
      throws IOException, InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Gateway gateway = Gateway.start(config);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  gateway.close();
                  stopped.countDown();
                },
                "gateway-stop"));
    String scheme = config.tls() == null ? "http" : "https";
    out.println("gateway: " + scheme + "://" + config.host() + ":" + gateway.port());
    stopped.await();
  }
}
